"""A few invented rows of each known export, in the shape of the real ones, and what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Sample:
    """One invented download.

    Attributes:
        export: Key of the export that must recognise it.
        table: What it fills.
        rows: How many rows of it are loaded.
        column, total: A column and what it adds up to.
        text: The file.
        file: Its name.
        currencies: What settings must say of accounts for it to load.
    """

    export: str
    table: str
    rows: int
    column: str
    total: Decimal
    text: str
    file: str = "download.csv"
    currencies: tuple[tuple[str, str], ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """Of the first line that has several cells."""
        lines = [line for line in self.text.splitlines() if "," in line or "\t" in line]
        head = next(line for line in lines if not line.startswith(('"', "#")) or "day" in line)
        mark = "\t" if "\t" in head else ";" if head.count(";") > head.count(",") else ","
        return tuple(cell.strip('"') for cell in head.split(mark))


SAMPLES = (
    Sample(
        "google_ads", "spend", 2, "amount", Decimal("200.50"),
        "Campaign report\n"
        '"January 1, 2026 - January 31, 2026"\n'
        "Day,Campaign,Campaign type,Currency code,Impr.,Clicks,Cost\n"
        "2026-01-03,Brand,Search,EUR,1000,50,150.25\n"
        "2026-01-04,Brand,Search,EUR,900,40,50.25\n",
    ),
    Sample(
        "meta_ads", "spend", 2, "amount", Decimal("41.50"),
        "Campaign name,Day,Campaign delivery,Reach,Impressions,Amount spent (EUR),Link clicks,"
        "Purchases,Reporting starts,Reporting ends\n"
        "Spring,2026-01-05,active,900,1200,30.50,12,1,2026-01-05,2026-01-06\n"
        "Spring,2026-01-06,active,700,1000,11.00,9,,2026-01-05,2026-01-06\n",
    ),
    Sample(
        "meta_ads", "spend", 1, "amount", Decimal("1234.56"),
        "Kampagnenname;Tag;Impressionen;Ausgegebener Betrag (EUR);Link-Klicks;Auswertungsbeginn\n"
        "Frühling;05.01.2026;12.000;1.234,56;120;05.01.2026\n",
    ),
    Sample(
        "linkedin_ads", "spend", 2, "amount", Decimal("150.75"),
        "Campaign Performance Report (in UTC)\t\n"
        "Report Start: January 1, 2026, 12:00 AM\t\n"
        "Date Generated: February 1, 2026, 9:00 AM\t\n"
        "\n"
        "Start Date (in UTC)\tAccount Name\tCurrency\tCampaign Group Name\tCampaign Name\t"
        "Total Spent\tImpressions\tClicks\tConversions\n"
        "01/13/2026\tExample Ltd\tUSD\tAlways on\tLeads DACH\t100.50\t2,000\t15\t2\n"
        "01/14/2026\tExample Ltd\tUSD\tAlways on\tLeads DACH\t50.25\t1,000\t7\t0\n",
    ),
    Sample(
        "tiktok_ads", "spend", 1, "amount", Decimal("20.40"),
        "Campaign name,By Day,Cost,Impressions,Clicks (destination),CTR (destination),Conversions,"
        "Currency\n"
        "Launch,2026-01-05,20.40,5000,44,0.88%,3,USD\n"
        "Total of 1 results,-,20.40,5000,44,0.88%,3,USD\n",
    ),
    Sample(
        "microsoft_ads", "spend", 2, "amount", Decimal("9.90"),
        "Report Name: Campaigns\n"
        "Report Aggregation: Daily\n"
        "\n"
        "Gregorian date,Account name,Currency code,Campaign name,Device type,Impressions,Clicks,"
        "Spend,Conversions,Revenue\n"
        "2026-01-05,Example,GBP,Generic,Computer,300,5,6.60,1,80.00\n"
        "2026-01-06,Example,GBP,Generic,Smartphone,200,2,3.30,0,0.00\n",
    ),
    Sample(
        "salesforce", "deals", 2, "amount", Decimal("15000.00"),
        "Opportunity ID,Opportunity Name,Account Name,Stage,Amount Currency,Amount,Close Date,"
        "Last Modified Date,Lead Source\n"
        "0060000000000A1,Roll-out,Example AG,Closed Won,EUR,10000.00,2026-02-13,2026-01-15,Web\n"
        "0060000000000B2,Pilot,Sample GmbH,Negotiation,EUR,5000.00,2026-03-20,2026-01-20,Event\n",
    ),
    Sample(
        "salesforce", "deals", 2, "amount", Decimal("12000.00"),
        "Opportunity ID,Opportunity Name,From Stage,To Stage,Amount Currency,Amount,Last Modified\n"
        "0060000000000A1,Roll-out,Prospecting,Proposal,EUR,2000.00,2026-01-13\n"
        "0060000000000A1,Roll-out,Proposal,Closed Won,EUR,10000.00,2026-01-15\n",
    ),
    Sample(
        "salesforce", "conversions", 1, "conversion_id", Decimal(0),
        "Lead ID,First Name,Company / Account,Email,Lead Source,Lead Status,Created Date,Country\n"
        "00Q0000000000C3,Ada,Example AG,ada@example.com,Paid Search,Open,2026-01-13,DE\n",
    ),
    Sample(
        "salesforce", "touches", 1, "campaign", Decimal(0),
        "Campaign Name,Campaign Type,Member Type,Member Status,Email,Member First Responded Date\n"
        "Spring fair,Trade Show,Lead,Attended,ada@example.com,2026-01-13\n",
    ),
    Sample(
        "shopify", "orders", 2, "revenue", Decimal("88.00"),
        "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,"
        "Lineitem quantity,Lineitem name,Shipping Country\n"
        "#1001,ada@example.com,paid,2026-01-05 10:00:00 +0100,EUR,50.00,5.00,8.00,58.00,"
        "2026-01-05 09:59:00 +0100,1,Tea,DE\n"
        "#1001,ada@example.com,,,,,,,,2026-01-05 09:59:00 +0100,2,Cup,\n"
        "#1002,bob@example.com,paid,2026-01-06 10:00:00 +0100,EUR,30.00,0.00,4.00,30.00,"
        "2026-01-06 09:59:00 +0100,1,Cup,AT\n"
        "#1003,eve@example.com,voided,,EUR,30.00,0.00,4.00,30.00,"
        "2026-01-06 09:59:00 +0100,1,Cup,AT\n",
    ),
    Sample(
        "stripe", "orders", 1, "revenue", Decimal("49.90"),
        "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Status,Customer ID,"
        "Customer Email\n"
        "ch_1,2026-01-05 10:00:00,49.90,0.00,eur,true,Paid,cus_1,ada@example.com\n"
        "ch_2,2026-01-05 11:00:00,10.00,0.00,eur,false,Failed,cus_2,bob@example.com\n",
    ),
    Sample(
        "stripe", "orders", 1, "revenue", Decimal("120.00"),
        "id,Customer,Customer Email,Number,Date (UTC),Total,Amount Due,Currency,Status\n"
        "in_1,cus_1,ada@example.com,A-1,2026-01-05 10:00,120.00,120.00,usd,paid\n"
        "in_2,cus_2,bob@example.com,A-2,2026-01-06 10:00,80.00,80.00,usd,open\n",
    ),
    Sample(
        "stripe", "subscription_movements", 3, "mrr", Decimal("50.00"),
        "id,Customer ID,Customer Email,Plan,Quantity,Currency,Interval,Amount,Status,"
        "Created (UTC),Start (UTC),Ended At (UTC)\n"
        "sub_1,cus_1,ada@example.com,basic,2,eur,month,10.00,canceled,"
        "2026-01-05 10:00,2026-01-05 10:00,2026-03-02 10:00\n"
        "sub_2,cus_2,bob@example.com,yearly,1,eur,year,120.00,active,"
        "2026-02-05 10:00,2026-02-05 10:00,\n",
    ),
    Sample(
        "mailchimp", "engagement", 1, "delivered", Decimal(108),
        'Title,Subject,List,"Send Date","Send Weekday","Total Recipients","Successful Deliveries",'
        '"Times Forwarded","Unique Opens","Open Rate","Unique Clicks",Unsubscribes,'
        '"Abuse Complaints"\n'
        '"January news",Hello,All,"Jan 09, 2026 09:30 pm",Friday,110,108,0,30,27.78%,7,1,0\n',
    ),
    Sample(
        "klaviyo", "engagement", 1, "delivered", Decimal(190),
        "Campaign Name,Tags,Subject,List,Send Time,Send Weekday,Total Recipients,"
        "Unique Placed Order,Placed Order Rate,Revenue,Unique Opens,Open Rate,Total Opens,"
        "Unique Clicks,Click Rate,Total Clicks,Unsubscribes,Spam Complaints,"
        "Successful Deliveries,Bounces,Campaign ID,Campaign Channel\n"
        "Winter sale,sale,Sale!,Engaged,2026-01-09 09:38:00,Friday,200.0,2.0,1.00%,90.00,80.0,"
        "42.00%,99.0,12.0,6.00%,14.0,1.0,0.0,190.0,10.0,01ABC,Email\n",
    ),
    Sample(
        "google_trends", "market", 4, "value", Decimal(160),
        "Category: All categories\n\nWeek,tea: (Germany),cocoa: (Germany)\n"
        "2026-01-04,60,20\n2026-01-11,50,30\n",
    ),
    Sample(
        "search_console", "engagement", 2, "clicks", Decimal(12),
        "Date,Clicks,Impressions,CTR,Position\n"
        "2026-01-05,10,400,2.5%,7.2\n2026-01-06,2,100,2%,9.1\n",
    ),
    Sample(
        "matomo", "sessions", 2, "sessions", Decimal(70),
        "Date,Label,Unique visitors,Visits,Actions,Bounces,Conversions\n"
        "2026-01-05,Search Engines,38,40,90,20,2\n2026-01-05,Direct Entry,29,30,50,12,0\n",
    ),
    Sample(
        "ga4", "sessions", 1, "sessions", Decimal(40),
        "Date,Session default channel group,Sessions,Engaged sessions,Key events\n"
        "20260105,Organic Search,40,22,3\n",
    ),
    Sample(
        "ledger", "finance", 3, "actual", Decimal("900.00"),
        "Posting date,Account,Cost centre,Description,Debit,Credit,Balance,Currency\n"
        "2026-01-05,4600 Advertising,Marketing,Agency,1000.00,,1000.00,EUR\n"
        "2026-01-20,4600 Advertising,Marketing,Refund,,300.00,700.00,EUR\n"
        "2026-02-03,4600 Advertising,Marketing,Agency,200.00,,900.00,EUR\n",
    ),
    Sample(
        "hubspot", "conversions", 1, "conversion_id", Decimal(0),
        "Record ID,First Name,Email,Create Date,Original Traffic Source,Country/Region\n"
        "101,Ada,ada@example.com,2026-01-05 10:00,Paid Search,DE\n",
    ),
    Sample(
        "hubspot", "deals", 1, "amount", Decimal("700.00"),
        "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Currency,Close Date,Last Modified Date\n"
        "9,Roll-out,Closed Won,Sales,700.00,EUR,2026-02-13,2026-01-15 10:00\n",
    ),
    Sample(
        "google_ads_fivetran", "spend", 1, "amount", Decimal("1.50"),
        "customer_id,date,ad_network_type,base_campaign,clicks,conversions,conversions_value,"
        "cost_micros,device,id,impressions\n"
        "1,2026-01-05,SEARCH,customers/1/campaigns/7,3,0,0,1500000,MOBILE,7,40\n",
        currencies=(("google_ads", "EUR"),),
    ),
    Sample(
        "facebook_ads_fivetran", "spend", 1, "amount", Decimal("7.25"),
        "ad_id,date,account_id,impressions,inline_link_clicks,spend\n"
        "11,2026-01-05,1,400,5,7.25\n",
        currencies=(("meta_ads", "EUR"),),
    ),
    Sample(
        "linkedin_ads_fivetran", "spend", 1, "amount", Decimal("30.10"),
        "campaign_id,day,clicks,impressions,cost_in_local_currency,cost_in_usd\n"
        "7,2026-01-05 00:00:00,3,900,30.10,33.00\n",
        currencies=(("linkedin_ads", "EUR"),),
    ),
    Sample(
        "microsoft_ads_fivetran", "spend", 1, "amount", Decimal("4.00"),
        "date,account_id,campaign_id,currency_code,device_type,delivered_match_type,top_vs_other,"
        "budget_association_status,clicks,impressions,spend,conversions_qualified\n"
        "2026-01-05,1,7,GBP,Computer,Exact,Top,Current,2,50,4.00,0\n",
    ),
    Sample(
        "tiktok_ads_fivetran", "spend", 2, "amount", Decimal("3.50"),
        "campaign_id,stat_time_hour,spend,impressions,clicks,conversion,real_time_conversion\n"
        "7,2026-01-05 04:00:00,1.25,90,2,0,0\n7,2026-01-05 05:00:00,2.25,110,3,1,1\n",
        currencies=(("tiktok_ads", "EUR"),),
    ),
    Sample(
        "pinterest_ads_fivetran", "spend", 1, "impressions", Decimal(150),
        "date,campaign_id,campaign_name,campaign_status,advertiser_id,impression_1,impression_2,"
        "clickthrough_1,clickthrough_2,spend_in_micro_dollar,total_conversions\n"
        "2026-01-05,7,Spring,ACTIVE,1,100,50,4,,2250000,1\n",
        currencies=(("pinterest_ads", "EUR"),),
    ),
    Sample(
        "snapchat_ads_fivetran", "spend", 1, "amount", Decimal("0.0602"),
        "campaign_id,date,impressions,spend,swipes,screen_time_millis,story_opens,"
        "conversion_purchases,conversion_purchases_value\n"
        "7,2026-01-05T10:00:00,250,60215,3,900,0,0,0.00\n",
        currencies=(("snapchat_ads", "EUR"),),
    ),
    Sample(
        "twitter_ads_fivetran", "spend", 1, "amount", Decimal("1.3717"),
        "account_id,campaign_id,date,placement,billed_charge_local_micro,billed_engagements,"
        "clicks,impressions\n"
        "1,7,2026-01-05 00:00:00,ALL_ON_TWITTER,1371662,1,1,13\n",
        currencies=(("twitter_ads", "EUR"),),
    ),
    Sample(
        "reddit_ads_fivetran", "spend", 1, "amount", Decimal("1.50"),
        "account_id,campaign_id,date,clicks,impressions,spend,ecpm,comment_upvotes\n"
        "1,7,2026-01-05,4,900,1500000,1666,2\n",
        currencies=(("reddit_ads", "EUR"),),
    ),
    Sample(
        "amazon_ads_fivetran", "spend", 1, "amount", Decimal("9.99"),
        "campaign_id,date,campaign_applicable_budget_rule_id,campaign_budget_currency_code,"
        "campaign_budget_type,clicks,cost,impressions\n"
        "7,2026-01-05,,EUR,DAILY_BUDGET,3,9.99,800\n",
    ),
    Sample(
        "apple_search_ads_fivetran", "spend", 1, "amount", Decimal("5.09"),
        "date,id,impressions,lat_off_installs,local_spend_amount,local_spend_currency,taps\n"
        "2026-01-05,7,100,0,5.09,USD,5\n",
        file="campaign_report.csv",
    ),
    Sample(
        "hubspot_fivetran", "conversions", 1, "conversion_id", Decimal(0),
        "_fivetran_deleted,id,property_email,property_createdate\n"
        "false,101,ada@example.com,2026-01-05 10:00:00\n"
        "true,102,bob@example.com,2026-01-05 10:00:00\n",
    ),
    Sample(
        "hubspot_fivetran", "deals", 1, "deal_id", Decimal(0),
        "_fivetran_start,deal_id,date_entered,value\n"
        "2026-01-05 10:00:00,9,2026-01-05 10:00:00,closedwon\n",
    ),
    Sample(
        "salesforce", "deals", 1, "amount", Decimal("300.00"),
        "id,account_id,amount,close_date,created_date,forecast_category,is_closed,is_deleted,"
        "is_won,stage_name,currency_iso_code,_fivetran_active\n"
        "006A,001A,300.00,2026-02-01,2026-01-05 10:00:00,Closed,true,false,true,Signed,EUR,true\n"
        "006B,001A,900.00,2026-02-01,2026-01-05 10:00:00,Open,false,true,false,Talks,EUR,true\n",
    ),
    Sample(
        "shopify_fivetran", "orders", 1, "revenue", Decimal("58.00"),
        "id,email,currency,subtotal_price,total_price,created_at,order_number,financial_status,"
        "cancelled_at,test\n"
        "1,ada@example.com,EUR,50.00,58.00,2026-01-05 09:00:00,1001,paid,,false\n"
        "2,bob@example.com,EUR,50.00,58.00,2026-01-05 09:00:00,1002,paid,,true\n",
    ),
    Sample(
        "klaviyo_fivetran", "touches", 2, "campaign", Decimal(0),
        "id,person_id,campaign_id,flow_id,timestamp,_fivetran_deleted,metric_id,type\n"
        "1,p1,c1,,2026-01-05 10:00:00,false,m1,Opened Email\n"
        "2,p1,c1,,2026-01-05 10:05:00,false,m2,Clicked Email\n"
        "3,p1,,,2026-01-05 10:09:00,false,m3,Placed Order\n",
    ),
    Sample(
        "mailchimp_fivetran", "touches", 1, "campaign", Decimal(0),
        "action,campaign_id,member_id,timestamp,bounce_type\n"
        "open,c1,m1,2026-01-05 10:00:00,\nbounce,c1,m2,2026-01-05 10:00:00,hard\n",
    ),
    Sample(
        "zendesk_fivetran", "feedback", 1, "text", Decimal(0),
        "id,created_at,description,requester_id,subject,via_channel,status,organization_id\n"
        "1,2026-01-05 10:00:00,It broke,9,Help,email,solved,4\n"
        "2,2026-01-05 10:00:00,Spam,9,Spam,email,deleted,4\n",
    ),
    Sample(
        "google_play_fivetran", "orders", 2, "revenue", Decimal("3.50"),
        "_line,description,transaction_date,transaction_type,buyer_country,merchant_currency,"
        "amount_merchant_currency_\n"
        "1,GPA.1,\"Jan 5, 2026\",Charge,DE,USD,5.00\n"
        "2,GPA.1,\"Jan 5, 2026\",Google fee,DE,USD,-1.50\n",
    ),
    Sample(
        "ga4_fivetran", "touches", 1, "channel", Decimal(0),
        "name,timestamp,user_pseudo_id,event_dimensions_hostname,param_ga_session_id,param_source,"
        "param_medium,param_campaign\n"
        "session_start,2026-01-05 10:00:00,u1,www.example.com,s1,google,cpc,Spring\n"
        "scroll,2026-01-05 10:01:00,u1,www.example.com,s1,google,cpc,Spring\n",
    ),
)  # fmt: skip
