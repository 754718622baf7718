"""`python -m northing` is the command line."""

from northing.cli import main

if __name__ == "__main__":
    main()
