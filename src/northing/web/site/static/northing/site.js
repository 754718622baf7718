// What the pages do in the browser: draw charts, switch the look, open the menu. No eval.
(() => {
  const script = document.currentScript;
  let library;

  function loadVega() {
    library ??= new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = script.dataset.vega;
      tag.nonce = script.nonce;
      tag.onload = resolve;
      tag.onerror = reject;
      document.head.append(tag);
    });
    return library;
  }

  const inks = () => {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(name).trim();
    return { ink: of("--ink"), muted: of("--muted"), line: of("--line") };
  };

  function coloured(spec) {
    const { ink, muted, line } = inks();
    const config = structuredClone(spec.config ?? {});
    config.axis = { ...config.axis, labelColor: muted, titleColor: muted, gridColor: line };
    config.legend = { ...config.legend, labelColor: ink };
    config.text = { ...config.text, color: ink };
    config.title = { ...config.title, color: ink };
    return { ...spec, config };
  }

  // How long names of an axis, and how wide a legend, may be in a plot of some width.
  const limits = (width) => (width < 420 ? { labelLimit: 110, columns: 2 } : width < 640 ? { columns: 3 } : {});

  // The spec names hues as they are on a light card, and what stands for them on a dark one.
  function read(text, width) {
    const most = limits(width);
    const hues = look() === "dark" ? JSON.parse(text).usermeta?.dark ?? {} : {};
    return JSON.parse(text, (key, value) => {
      if (Object.hasOwn(most, key) && typeof value === "number") return Math.min(value, most[key]);
      return Object.hasOwn(hues, value) ? hues[value] : value;
    });
  }

  async function draw(plot) {
    const width = plot.clientWidth;
    if (width < 60) return; // not laid out yet: it is drawn once it is
    if (plot.dataset.width === String(width) && plot.dataset.theme === look()) return;
    plot.dataset.width = String(width);
    plot.dataset.theme = look();
    const spec = read(plot.parentElement.querySelector("[data-spec]").textContent, width);
    await loadVega();
    const sized = { ...coloured(spec), width, autosize: { type: "fit", contains: "padding" } };
    if (width < 420 && sized.padding?.right) sized.padding = { ...sized.padding, right: Math.min(70, sized.padding.right) };
    await window.vegaEmbed(plot, sized, {
      renderer: "svg", ast: true, actions: false, defaultStyle: false, tooltip: false,
    });
    plot.dataset.drawn = "true";
  }

  const look = () => {
    const theme = document.documentElement.dataset.theme;
    if (theme !== "auto") return theme;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  };

  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) draw(entry.target).catch(console.error);
  }, { rootMargin: "400px" });

  let waiting;
  const resized = new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(redraw, 150);
  });

  function tend(root) {
    root.querySelectorAll("[data-chart]").forEach((plot) => {
      seen.observe(plot);
      resized.observe(plot);
    });
    root.querySelectorAll("table[data-most]").forEach(shorten);
  }

  function shorten(table) {
    const most = Number(table.dataset.most);
    const rows = [...table.tBodies[0].rows];
    if (!most || rows.length <= most || table.dataset.short) return;
    table.dataset.short = "true";
    rows.slice(most).forEach((row) => { row.hidden = true; });
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain more";
    button.textContent = `Show all ${rows.length} rows`;
    button.addEventListener("click", () => {
      rows.forEach((row) => { row.hidden = false; });
      button.remove();
    });
    table.parentElement.after(button);
  }

  const near = (plot) => {
    const box = plot.getBoundingClientRect();
    return box.bottom > -400 && box.top < innerHeight + 400;
  };

  function redraw() {
    document.querySelectorAll("[data-chart]").forEach((plot) => {
      if (plot.dataset.drawn || near(plot)) draw(plot).catch(console.error);
    });
  }

  document.addEventListener("click", (event) => {
    const menu = event.target.closest("[data-menu]");
    if (menu) {
      const open = document.body.classList.toggle("menu-open");
      menu.setAttribute("aria-expanded", String(open));
    }
    if (event.target.closest("[data-theme-switch]")) {
      const next = look() === "dark" ? "light" : "dark";
      document.documentElement.dataset.theme = next;
      document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
      redraw();
    }
    const who = document.querySelector("details.who[open]");
    if (who && !who.contains(event.target)) who.open = false;
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-filters]");
    if (form && event.target.matches("select")) form.requestSubmit();
  });
  document.addEventListener("htmx:load", (event) => tend(event.detail.elt.parentElement ?? document));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  tend(document);
})();
