//! One invented table for every shipped mapping, with the damage that such files are known for.
//! Accounts, posts and links are fiction.

mod common;

use common::shown;

/// Compares what is read with what is expected; leading white space of lines does not matter.
fn check(input: &str, expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    assert_eq!(shown(input.as_bytes()), expected.join("\n"));
}

/// The id of an invented X post at `ms` milliseconds since 1970.
fn snowflake(ms: u64) -> u64 {
    ((ms - 1_288_834_974_657) << 22) | 77
}

#[test]
fn x_archive_takes_the_time_from_the_id() {
    // Stated to the minute; the id knows the millisecond. Lists are Python's, `absent` is nothing, counts
    // are floats, entities are HTML's.
    let (early, late) = (snowflake(1_577_836_812_345), snowflake(1_577_923_200_000));
    check(
        &format!(
            "tweetid,userid,user_display_name,user_screen_name,tweet_language,tweet_text,tweet_time,latitude,like_count,is_retweet,retweet_tweetid,retweet_userid,hashtags,urls,user_mentions,tweet_client_name\n\
             {early},u1,Ann,ann,en,\"salt &amp; pepper, \"\"fine\"\"\",2020-01-01 00:00,absent,3.0,False,,,\"['spice', 'soup']\",\"['https://a.example/1,2']\",[],Web\n\
             {late},u1,Ann,ann,en,RT,2020-01-01 00:00,absent,0.0,True,{early},u2,[],[],\"['u2']\",Web\n"
        ),
        &format!(
            "== x-archive-csv
             x {early} by u1 name=ann shown=Ann at=2020-01-01T00:00:12.345Z/millisecond/id text=salt & pepper, \"fine\" lang=en urls=https://a.example/1,2 tags=spice soup metrics=likes:3 client=Web
             x {late} by u1 name=ann shown=Ann at=2020-01-02T00:00:00Z/millisecond/id text=RT lang=en mentions=u2 repost={early} repost_account=u2 is=repost metrics=likes:0 client=Web
             note id_time_disagrees: the id `{late}` was given at 2020-01-02t00:00:00z, the stated time is 2020-01-01t00:00:00z; the time of the id was taken"
        ),
    );
}

#[test]
fn the_time_in_the_id_is_taken_however_finely_another_is_stated() {
    let id = snowflake(1_577_836_812_345);
    check(
        &format!(
            "id,author_id,author.username,text,created_at\n\
             {id},12,ann,one,2020-01-01T00:00:12.345Z\n\
             {id},12,ann,two,2020-01-01T01:00:12.345Z\n"
        ),
        &format!(
            "== twarc-csv-csv
             x {id} by 12 name=ann at=2020-01-01T00:00:12.345Z/millisecond/id text=one
             x {id} by 12 name=ann at=2020-01-01T00:00:12.345Z/millisecond/id text=two
             note id_time_disagrees: the id `{id}` was given at 2020-01-01t00:00:12.345z, the stated time is 2020-01-01t01:00:12.345z; the time of the id was taken"
        ),
    );
}

#[test]
fn dates_of_one_column_are_read_in_one_order() {
    check(
        "post id,account,time\n1,a,03/04/2024 08:00\n2,b,25/04/2024 08:00\n3,c,04/05/2024 08:00\n4,d,04/27/2024\n5,e,26/04/2024\n",
        "== guessed-csv
         unknown 1 by a at=2024-04-03T08:00:00Z/minute/stated
         unknown 2 by b at=2024-04-25T08:00:00Z/minute/stated
         unknown 3 by c at=2024-05-04T08:00:00Z/minute/stated
         reject bad_time: column `time`: `04/27/2024` is no time unless the month stands first, which it does not in this column: see `day_first` of the mapping
         unknown 5 by e at=2024-04-26T00:00:00Z/day/stated",
    );
    check(
        "post id,account,time\n1,a,03/04/2024 08:00\n2,b,04/05/2024 08:00\n",
        "== guessed-csv
         unknown 1 by a at=2024-03-04T08:00:00Z/minute/stated
         unknown 2 by b at=2024-04-05T08:00:00Z/minute/stated
         note day_order_unclear: column `time`: dates such as `03/04/2024 08:00` can be read in two ways, and no row looked at before reading settles it: they were read with the month first; say `day_first = true` in a mapping if that is wrong",
    );
}

#[test]
fn languages_are_joined_however_a_cell_lists_them() {
    check(
        "id,account_id,created_at,lang\n1,a,2024-05-01T10:00:00Z,\"['de', 'en']\"\n2,b,2024-05-01T10:00:00Z,en;fr\n3,c,2024-05-01T10:00:00Z,pt-BR\n",
        "== guessed-csv
         unknown 1 by a at=2024-05-01T10:00:00Z/second/stated lang=de,en
         unknown 2 by b at=2024-05-01T10:00:00Z/second/stated lang=en,fr
         unknown 3 by c at=2024-05-01T10:00:00Z/second/stated lang=pt-BR",
    );
}

#[test]
fn notes_keep_their_own_time() {
    check(
        "noteId,noteAuthorParticipantId,createdAtMillis,tweetId,classification,summary\n1212161512559374345,p,1577836801456,7,A,hi\n",
        "== community-notes-csv
         x 1212161512559374345 by p at=2020-01-01T00:00:01.456Z/millisecond/stated text=hi reply=7",
    );
}

#[test]
fn a_zone_that_several_places_use_is_refused_with_the_way_out() {
    let table = "Page Name,User Name,Facebook Id,Post Created,URL,Message\n\
                 A,a,1,2021-07-05 10:00:10 BST,https://www.facebook.com/1/posts/5,m\n\
                 B,b,2,2021-07-05 10:00:11 IST,https://www.facebook.com/2/posts/6,m\n";
    check(
        table,
        "== crowdtangle-facebook-csv
         facebook 5 by 1 name=a shown=A at=2021-07-05T09:00:10Z/second/stated text=m channel=1
         reject bad_time: column `post created`: `2021-07-05 10:00:11 ist` is no time, as `ist` is the time of india, ireland and israel: name the `zone` in a mapping, such as `asia/kolkata`",
    );
}

#[test]
fn numbers_of_telegram_messages_are_those_of_their_chat() {
    check(
        "id,thread_id,chat,author,author_is_bot,body,reply_to,unix_timestamp\n\
         5,harbour,harbour,1,no,a,,1577836800\n\
         5,market,market,2,no,b,4,1577836801\n\
         market-6,market,market,2,no,c,market-5,1577836802\n",
        "== 4cat-telegram-csv
         telegram harbour-5 by 1 at=2020-01-01T00:00:00Z/second/stated text=a thread=harbour channel=harbour bot=false
         telegram market-5 by 2 at=2020-01-01T00:00:01Z/second/stated text=b reply=market-4 thread=market channel=market bot=false
         telegram market-6 by 2 at=2020-01-01T00:00:02Z/second/stated text=c reply=market-5 thread=market channel=market bot=false",
    );
}

#[test]
fn only_links_to_posts_name_the_post_that_is_repeated() {
    check(
        "external_author_id,author,content,publish_date,retweet,tweet_id,tco1_step1\n\
         1,ANN,a,10/1/17 7:58,1,5,https://news.example/status/weather\n\
         1,ANN,b,10/1/17 7:58,1,6,https://news.example/status/12\n\
         1,ANN,c,10/1/17 7:58,1,7,https://twitter.com/bob/status/weather\n\
         1,ANN,d,10/1/17 7:58,1,8,https://mobile.twitter.com/bob/status/12?s=20\n",
        "== ira-clemson-csv
         x 5 by 1 name=ANN at=2017-10-01T07:58:00Z/minute/stated text=a urls=https://news.example/status/weather is=repost
         x 6 by 1 name=ANN at=2017-10-01T07:58:00Z/minute/stated text=b urls=https://news.example/status/12 is=repost
         x 7 by 1 name=ANN at=2017-10-01T07:58:00Z/minute/stated text=c urls=https://twitter.com/bob/status/weather is=repost
         x 8 by 1 name=ANN at=2017-10-01T07:58:00Z/minute/stated text=d urls=https://mobile.twitter.com/bob/status/12?s=20 repost=12 is=repost",
    );
}

#[test]
fn a_damaged_id_is_taken_from_another_column_that_holds_it() {
    check(
        "external_author_id,author,content,publish_date,alt_external_id,tweet_id\n\
         9.06E+17,ANN,a,10/1/17 7:58,905874659358453761,5\n\
         9.06E+17,BOB,b,10/1/17 7:58,9.06E+17,6\n",
        "== ira-clemson-csv
         x 5 by 905874659358453761 name=ANN at=2017-10-01T07:58:00Z/minute/stated text=a
         note id_repaired: column `external_author_id`: `9.06e+17` was damaged by a spreadsheet; `905874659358453761` was taken from column `alt_external_id`
         reject id_damaged: account id: column `external_author_id` holds `9.06e+17`, so that digits are lost: the file was opened and saved by a spreadsheet, or written with ids as numbers; get the original, or name a column with links in `repair` of the mapping",
    );
}

#[test]
fn times_of_the_toolkit_may_count_from_any_moment() {
    check(
        "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n\
         1,u1,a,,,m,120,\n2,u2,b,,,m,420790625,\n3,u3,c,,,m,20240501,\n4,u4,d,,,m,soon,\n",
        "== coordination-network-toolkit-csv
         unknown 1 by u1 name=a at=1970-01-01T00:02:00Z/second/stated text=m
         unknown 2 by u2 name=b at=1983-05-03T06:17:05Z/second/stated text=m
         unknown 3 by u3 name=c at=1970-08-23T06:21:41Z/second/stated text=m
         reject bad_time: column `timestamp`: `soon` is no time
         note time_origin_unknown: times outside 1990 to 2100 (3): they count from a moment that the table does not name, so that what lies between them is right and the dates are not",
    );
}

/// Reads with a mapping: what came out, or the error.
fn with_mapping(input: &str, mapping: &str) -> String {
    let mapping = scrutineer_intake::Mapping::from_toml(mapping, "mine.toml").expect("a mapping");
    let options = scrutineer_intake::ReadOptions { mapping: Some(mapping), ..Default::default() };
    let (recorder, report) = common::read_bytes(input.as_bytes(), &options);
    match report {
        Ok(_) => recorder.lines.join("\n"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_mapping_is_for_the_data_that_it_is_about() {
    const MAPPING: &str =
        "name = \"mine\"\n[fields]\naccount_id = \"nutzer\"\ncreated_at = \"zeit\"\nurls = \"site\"\n";
    let check = |input: &str, expected: &str| {
        let expected: Vec<&str> = expected.lines().map(str::trim).collect();
        assert_eq!(with_mapping(input, MAPPING), expected.join("\n"), "{input}");
    };
    check(
        "nutzer,zeit,seite\na,2024-05-01 12:00:00,https://a.example/\n",
        "== mine-csv
         unknown  by a at=2024-05-01T12:00:00Z/second/stated
         note columns_absent: the mapping names columns that the table lacks: `site` (did you mean `seite`?)",
    );
    // A known table needs none.
    check(
        "object_id,account_id,content_id,timestamp_share\no,a,p,1714564800\n",
        "== coortweet-csv
         unknown p by a at=2024-05-01T12:00:00Z/second/stated objects=:o
         note mapping_not_used: the mapping `mine` was not used here: it takes the account from `nutzer`, which these data lack; they were read as `coortweet`",
    );
    // Nor do known records.
    check(
        r#"{"id_str": "12", "created_at": "Wed May 01 12:00:00 +0000 2024", "text": "hi", "user": {"id_str": "7", "screen_name": "ann"}}"#,
        "== twitter-v1
         note mapping_not_used: the mapping `mine` was not used here: it takes the account from `nutzer`, which these data lack; they were read as `twitter-v1`
         x 12 by 7 name=ann at=2024-05-01T12:00:00Z/second/stated text=hi",
    );
    // What nothing fits is no blank line.
    check(
        "benutzer,zeit,seite\na,2024-05-01 12:00:00,https://a.example/\n",
        "could not use the mapping `mine for test`: there is no column `nutzer` for the account; the table has: benutzer, zeit, seite",
    );
    check(
        "{\"who\": \"a\", \"zeit\": \"2024-05-01 12:00:00\"}\n",
        "could not use the mapping `mine for test`: there is no column `nutzer` for the account; the table has: who, zeit",
    );
    check(
        "{\"nutzer\": \"a\", \"zeit\": \"2024-05-01 12:00:00\"}\n{\"who\": \"b\"}\n",
        "== json
         unknown  by a at=2024-05-01T12:00:00Z/second/stated
         reject missing_account: no account in `nutzer`
         note columns_absent: the mapping names fields that no record looked at has: `site`",
    );
}

#[test]
fn what_spreadsheets_put_above_and_around_is_no_data() {
    let read = "unknown 12 by 7 at=2024-05-01T12:00:00Z/second/stated text=a, \"b\"";
    let rows = "post_id;account_id;created_at;text\n12;7;2024-05-01 12:00:00;\"a, \"\"b\"\"\"\n";
    check(&format!("sep=;\r\n{rows}"), &format!("== guessed-csv\n{read}"));
    check(
        &format!("Export of a tool\nmade in May\n\n{rows}"),
        &format!(
            "== guessed-csv
             note lines_above_header: 2 lines were passed over above the names of the columns; the first says `export of a tool`
             {read}"
        ),
    );
    check(
        "post_id,account_id,created_at,text\n\"=\"\"12\"\"\",\"\"\"7\"\"\",\"=\"\"2024-05-01 12:00:00\"\"\",\"\"\"quoted\"\"\"\n",
        "== guessed-csv
         unknown 12 by 7 at=2024-05-01T12:00:00Z/second/stated text=\"quoted\"",
    );
}

#[test]
fn hashed_ids_keep_the_stated_time() {
    check(
        "tweetid,userid,user_display_name,user_screen_name,tweet_text,tweet_time\nabc=,h1=,h1=,h1=,hi,2020-01-01 10:20\n",
        "== x-archive-csv
         x abc= by h1= name=h1= shown=h1= at=2020-01-01T10:20:00Z/minute/stated text=hi",
    );
}

#[test]
fn ids_that_a_spreadsheet_has_rounded_are_repaired_from_the_link_or_refused() {
    let id = snowflake(1_506_844_680_000);
    check(
        &format!(
            "external_author_id,author,content,language,publish_date,retweet,tweet_id,article_url,tco1_step1\n\
             9.06E+17,ANN,'hello,English,10/1/17 7:58,0,9.1458E+17,http://twitter.com/905000000000000001/statuses/{id},\n\
             9.06E+17,ANN,RT,English,10/1/17 7:58,1,9.1458E+17,http://twitter.com/905000000000000001/statuses/{id},https://twitter.com/bob/status/914000000000000001/photo/1\n\
             9.06E+17,ANN,no link,English,10/1/17 7:58,0,9.1458E+17,,\n"
        ),
        &format!(
            "== ira-clemson-csv
             x {id} by 905000000000000001 name=ANN at=2017-10-01T07:58:00Z/millisecond/id text=hello lang=English
             note id_repaired: column `external_author_id`: `9.06e+17` was damaged by a spreadsheet; `905000000000000001` was taken from the link
             note id_repaired: column `tweet_id`: `9.1458e+17` was damaged by a spreadsheet; `{id}` was taken from the link
             x {id} by 905000000000000001 name=ANN at=2017-10-01T07:58:00Z/millisecond/id text=RT lang=English urls=https://twitter.com/bob/status/914000000000000001/photo/1 repost=914000000000000001 is=repost
             note id_repaired: column `external_author_id`: `9.06e+17` was damaged by a spreadsheet; `905000000000000001` was taken from the link
             note id_repaired: column `tweet_id`: `9.1458e+17` was damaged by a spreadsheet; `{id}` was taken from the link
             reject id_damaged: account id: column `external_author_id` holds `9.06e+17`, so that digits are lost: the file was opened and saved by a spreadsheet, or written with ids as numbers; get the original, or name a column with links in `repair` of the mapping"
        ),
    );
}

#[test]
fn twarc_csv() {
    let id = snowflake(1_577_836_800_500);
    check(
        &format!(
            "id,author_id,author.username,author.name,text,created_at,lang,entities.urls,entities.hashtags,entities.mentions,referenced_tweets.replied_to.id,public_metrics.like_count,conversation_id,attachments.media\n\
             {id},12,ann,Ann,one\\ntwo,2020-01-01T00:00:00.000Z,en,\"[\"\"https://a.example/\"\"]\",\"[\"\"#spice\"\"]\",\"[\"\"@bob\"\"]\",7,2,9,\"[{{\"\"media_key\"\": \"\"3_1\"\", \"\"url\"\": \"\"https://p.example/1.jpg\"\"}}, {{\"\"media_key\"\": \"\"7_2\"\"}}]\"\n"
        ),
        &format!(
            "== twarc-csv-csv
             x {id} by 12 name=ann shown=Ann at=2020-01-01T00:00:00.5Z/millisecond/id text=one⏎two lang=en urls=https://a.example/ tags=spice mentions=bob reply=7 thread=9 media=media:https://p.example/1.jpg media:7_2 metrics=likes:2"
        ),
    );
}

#[test]
fn variants_of_4cat() {
    check(
        "id,thread_id,timestamp,unix_timestamp,body,author,author_fullname,author_id,language_guess,is_retweet,retweeted_user,is_quote_tweet,hashtags,urls,mentions\n\
         5,5,2020-01-01 02:00:00,1577836800,RT @bob: hi,ann,Ann,12,en,yes,bob,no,\"a,b\",\"https://a.example/1,2,https://b.example/\",\n",
        "== 4cat-x-csv
         x 5 by 12 name=ann shown=Ann at=2020-01-01T00:00:00Z/second/stated text=RT @bob: hi lang=en urls=https://a.example/1,2 https://b.example/ tags=a b repost_account=bob is=repost thread=5",
    );
    check(
        "id,thread_id,chat,author,author_username,author_is_bot,body,reply_to,views,unix_timestamp,author_forwarded_from_id,all_links\n\
         spices-17,spices,spices,42,ann,no,hi,16,300,1577836800,99,https://a.example/\n",
        "== 4cat-telegram-csv
         telegram spices-17 by 42 name=ann at=2020-01-01T00:00:00Z/second/stated text=hi urls=https://a.example/ reply=spices-16 repost_account=99 is=repost thread=spices channel=spices metrics=views:300 bot=false",
    );
    check(
        "id,thread_id,author,author_full,body,timestamp,unix_timestamp,music_id,tiktok_url,likes,shares,plays,hashtags\n\
         7,7,ann,Ann,look,2020-01-01 00:00:00,1577836800,m1,https://tiktok.example/7,1,2,3,\"a,b\"\n",
        "== 4cat-tiktok-csv
         tiktok 7 by ann name=ann shown=Ann at=2020-01-01T00:00:00Z/second/stated text=look tags=a b thread=7 media=audio:tiktok-sound/m1 metrics=likes:1 reposts:2 views:3",
    );
    check(
        "id,thread_id,author,body,timestamp\n1,1,ann,hi,2020-01-01 00:00:00\n",
        "== 4cat-csv
         unknown 1 by ann name=ann at=2020-01-01T00:00:00Z/second/stated text=hi thread=1",
    );
}

#[test]
fn crowdtangle_times_have_zones() {
    check(
        "\u{feff}Page Name,User Name,Facebook Id,Post Created,Type,Likes,URL,Message,Link,Final Link,Photo\n\
         Soup Fans,soupfans,100,2020-07-01 12:00:00 EDT,Link,\"1,200\",https://www.facebook.com/100/posts/555,hi,https://a.example/s,https://a.example/final,https://a.example/p.jpg\n\
         Soup Fans,soupfans,100,2020-01-01 12:00:00 EST,Link,1,https://www.facebook.com/100/posts/556,hi,,,\n",
        "== crowdtangle-facebook-csv
         facebook 555 by 100 name=soupfans shown=Soup Fans at=2020-07-01T16:00:00Z/second/stated text=hi urls=https://a.example/s https://a.example/final channel=100 media=image:https://a.example/p.jpg metrics=likes:1200
         facebook 556 by 100 name=soupfans shown=Soup Fans at=2020-01-01T17:00:00Z/second/stated text=hi channel=100 metrics=likes:1",
    );
    check(
        "Account,User Name,Post Created,Type,Likes,Comments,Views,URL,Link,Photo,Title,Description\n\
         Ann,ann,2020-01-01 12:00:00 EST,Photo,1,2,0,https://www.instagram.com/p/Ab_1/,,https://a.example/p.jpg,,soup\n",
        "== crowdtangle-instagram-csv
         instagram Ab_1 by ann name=ann shown=Ann at=2020-01-01T17:00:00Z/second/stated text=soup media=image:https://a.example/p.jpg metrics=comments:2 likes:1 views:0",
    );
}

#[test]
fn youtube_data_tools() {
    check(
        "id,replyCount,likeCount,publishedAt,authorName,text,authorChannelId,isReply,isReplyTo,isReplyToName\n\
         c1,0,4,2020-01-01 00:00:00,Ann,nice,UC1,1,c0,Bob\n",
        "== youtube-comments-csv
         youtube c1 by UC1 name=Ann at=2020-01-01T00:00:00Z/second/stated text=nice reply=c0 reply_account=Bob metrics=likes:4 replies:0",
    );
    check(
        "channelId,channelTitle,videoId,publishedAt,videoTitle,videoDescription,tags\n\
         UC1,Soups,v1,2020-01-01T00:00:00Z,Soup,How to,\"soup,salt\"\n",
        "== youtube-videos-csv
         youtube v1 by UC1 name=Soups shown=Soups at=2020-01-01T00:00:00Z/second/stated text=How to tags=soup salt channel=UC1",
    );
}

#[test]
fn tables_of_other_coordination_tools() {
    check(
        "\u{feff}message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n\
         1,4,ann,,,mango,1606451170.518101,['http://a.example/2']\n\
         2,1,bob,1,,camel,1606451170.518142,\"['http://a.example/4', 'http://a.example/6']\"\n\
         3,1,bob,,2,camel,1606451171,http://a.example/4 http://a.example/6\n\
         4,1,bob,,,no epoch,59,[]\n",
        "== coordination-network-toolkit-csv
         unknown 1 by 4 name=ann at=2020-11-27T04:26:10.518101Z/microsecond/stated text=mango urls=http://a.example/2
         unknown 2 by 1 name=bob at=2020-11-27T04:26:10.518142Z/microsecond/stated text=camel urls=http://a.example/4 http://a.example/6 repost=1
         unknown 3 by 1 name=bob at=2020-11-27T04:26:11Z/second/stated text=camel urls=http://a.example/4 http://a.example/6 reply=2
         unknown 4 by 1 name=bob at=1970-01-01T00:00:59Z/second/stated text=no epoch
         note time_origin_unknown: times outside 1990 to 2100 (1): they count from a moment that the table does not name, so that what lies between them is right and the dates are not",
    );
    check(
        "\"object_id\",\"account_id\",\"content_id\",\"timestamp_share\"\no1,a1,c1,1700000000\n",
        "== coortweet-csv
         unknown c1 by a1 at=2023-11-14T22:13:20Z/second/stated objects=:o1",
    );
    check(
        "layer,object_id,account_id,content_id,timestamp_share\nurl,o1,a1,c1,1700000000\n",
        "== coortweet-csv
         unknown c1 by a1 at=2023-11-14T22:13:20Z/second/stated objects=url:o1",
    );
    check(
        "account_id,post_id,url_id,hashtag_id,domain_id,phash_id,timestamp\n\
         fb_1,11,23,,34,,1629589836\ntw_2,12,,5,,6,1629589836\nzz_3,13,,,,,1629589836\n",
        "== multi-object-csv
         facebook 11 by fb_1 at=2021-08-21T23:50:36Z/second/stated objects=url:23 domain:34
         x 12 by tw_2 at=2021-08-21T23:50:36Z/second/stated objects=hashtag:5 media:6
         unknown 13 by zz_3 at=2021-08-21T23:50:36Z/second/stated",
    );
}

#[test]
fn community_notes_and_tcat() {
    check(
        "noteId\tnoteAuthorParticipantId\tcreatedAtMillis\ttweetId\tclassification\tsummary\n\
         1\tP1\t1577836800123\t9\tNOT\tsee &quot;there&quot;\n",
        "== community-notes-tsv
         x 1 by P1 at=2020-01-01T00:00:00.123Z/millisecond/stated text=see \"there\" reply=9",
    );
    check(
        "id,time,created_at,from_user_name,from_user_id,from_user_realname,text,lang,source\n\
         5,1577836800,2020-01-01 00:00:00,ann,12,Ann,hi,en,Web\n",
        "== tcat-csv
         x 5 by 12 name=ann shown=Ann at=2020-01-01T00:00:00Z/second/stated text=hi lang=en client=Web",
    );
}

#[test]
fn other_tables_are_guessed() {
    check(
        "Beitrag_ID;Nutzer;Zeitstempel;Inhalt\n1;ann;01.05.2024 12:00;eins, zwei\n2;bob;02.05.2024 12:00;drei\n",
        "== guessed-csv
         unknown 1 by ann at=2024-05-01T12:00:00Z/minute/stated text=eins, zwei
         unknown 2 by bob at=2024-05-02T12:00:00Z/minute/stated text=drei",
    );
    // No header: columns are c1 to c3, and nothing says which holds the account.
    check(
        "ann,1700000000,https://a.example/\nbob,1700000001,https://a.example/\n",
        "error: could not use the mapping `guessed for test`: no column is known to hold the account; the table has: c1, c2, c3",
    );
    // Row names of R: the header is one short.
    check(
        "object_id,account_id,content_id,timestamp_share\n1,o1,a1,c1,1700000000\n2,o1,a2,c2,1700000001\n",
        "== coortweet-csv
         note row_names: every row has one field more than the header: the first is taken for row names, as r writes them
         unknown c1 by a1 at=2023-11-14T22:13:20Z/second/stated objects=:o1
         unknown c2 by a2 at=2023-11-14T22:13:21Z/second/stated objects=:o1",
    );
}

#[test]
fn a_mapping_of_the_users_own() {
    let lines = |mapping: &str, table: &[u8]| {
        let mapping = scrutineer_intake::Mapping::from_toml(mapping, "mine.toml").expect("sound");
        let options = scrutineer_intake::ReadOptions { mapping: Some(mapping), ..Default::default() };
        let (sink, report) = common::read_bytes(table, &options);
        assert!(report.is_ok());
        sink.lines
    };
    let read = lines(
        "name = \"mine\"\n[platform]\nconstant = \"forum\"\n[fields]\naccount_id = { from = [\"wer\"], strip_prefix = [\"@\"] }\ncreated_at = { from = [\"wann\"], zone = \"Europe/Berlin\", day_first = true }\ntext = \"was\"\n",
        b"wer,wann,was\n@ann,1/7/2024 12:00,hi\n",
    );
    assert_eq!(read, ["== mine-csv", "forum  by ann at=2024-07-01T10:00:00Z/minute/stated text=hi"]);
    // A column that the user names and the table lacks is said; `posting_id` may be a slip.
    let read = lines(
        "[fields]\naccount_id = \"id\"\naccount_name = \"wer\"\ncreated_at = \"wann\"\npost_id = \"posting_id\"\n",
        b"id,wer,wann\n7,ann,2024-07-01\n,bob,2024-07-02\n",
    );
    let notes: Vec<&str> = read.iter().map(String::as_str).filter(|l| l.starts_with("note")).collect();
    assert!(notes[0].starts_with("note account_by_handle: no id in `id`: the handle `bob`"), "{notes:?}");
    assert_eq!(notes[1], "note columns_absent: the mapping names columns that the table lacks: `posting_id`");
    let wrong = scrutineer_intake::Mapping::from_toml("[fields]\naccount = \"a\"\n", "x.toml");
    assert!(wrong.expect_err("an unknown field").to_string().contains("x.toml"));
}
