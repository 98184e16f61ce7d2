//! One invented export per format, with the damage that real ones have.

mod json_support;

use json_support::{check, read_as, same};
use scrutineer_intake::{JsonOptions, Limits, Mapping, json};

#[test]
fn twitter_v1_takes_the_uncut_text_and_the_original_of_a_repost() {
    check(
        r##"{"created_at":"Wed Jan 01 00:00:00 +0000 2020","id":1212160000000000000,"id_str":"1212161512559345673","text":"cut sh…","truncated":true,"extended_tweet":{"full_text":"Tea &amp; cake at the lake, all week","entities":{"hashtags":[{"text":"Tea"},{"text":"Cake"}],"urls":[{"url":"https://t.co/a","expanded_url":"https://lake.example/menu"}],"user_mentions":[{"screen_name":"bo","id_str":"22"}]},"extended_entities":{"media":[{"type":"photo","media_url_https":"https://img.example/1.jpg"}]}},"source":"<a href=\"https://app.example\" rel=\"nofollow\">Lake App</a>","user":{"id":11,"id_str":"11","screen_name":"ann","name":"Ann &lt;3","created_at":"Tue Jan 01 00:00:00 +0000 2019"},"in_reply_to_status_id_str":"1212000000000000000","in_reply_to_user_id_str":"22","lang":"en","retweet_count":3,"favorite_count":4}
{"created_at":"Wed Jan 01 00:00:00 +0000 2020","id_str":"1212161513956048905","full_text":"RT @ann: Tea &amp; ca…","user":{"id_str":"33","screen_name":"cy","name":"Cy"},"quoted_status_id_str":"9","retweeted_status":{"created_at":"Tue Dec 31 00:00:00 +0000 2019","id_str":"1211799125226422281","full_text":"Tea &amp; cake","user":{"id_str":"11"},"entities":{"hashtags":[],"urls":[],"user_mentions":[]}}}
{"delete":{"status":{"id_str":"1","user_id_str":"2"}}}
{"created_at":"Fri Jan 03 00:00:00 +0000 2020","id_str":"1212161515352752137","text":"clock is wrong","user":{"id_str":"33","screen_name":"cy"}}
{"created_at":"Wed Jan 01 00:00:00 +0000 2020","id":1.21216e+18,"text":"a spreadsheet was here","user":{"id_str":"33"}}
{"created_at":"Wed Jan 01 00:00:00 +0000 2020","id_str":"5","text":"before snowflakes","user":{"id_str":"33"},"in_reply_to_status_id":1.2e18}
{"created_at":"Wed Jan 01 00:00:00 +0000 2020","id_str":"1212161516233555977","text":"nobody","user":{}}
"##,
        "twitter-v1",
        r##"
x 1212161512559345673 by 11 @ann named Ann <3, 2020-01-01T00:00:00.123Z (millisecond, id), 0..810
  text: "Tea & cake at the lake, all week"
  lang: en
  urls: https://lake.example/menu
  hashtags: Tea Cake
  mentions: 22
  reply to: 1212000000000000000 by 22
  media: photo https://img.example/1.jpg
  client: Lake App
  metrics: retweet_count 3, favorite_count 4
  account made: 2019-01-01T00:00:00Z
x 1212161513956048905 by 33 @cy named Cy, 2020-01-01T00:00:00.456Z (millisecond, id), 811..1215
  text: "Tea & cake"
  repost of: 1211799125226422281 by 11
    made: 2019-12-31T00:00:00.25Z
note id_time_disagrees 1271..1415: the id `1212161515352752137` was given at 2020-01-01T00:00:00.789Z, the stated time is 2020-01-03T00:00:00Z; the time of the id was taken
x 1212161515352752137 by 33 @cy, 2020-01-01T00:00:00.789Z (millisecond, id), 1271..1415
  text: "clock is wrong"
reject id_damaged 1416..1535: digits of the id are lost: 1.21216e+18
note id_damaged 1536..1677: reference left out, digits are lost: 1.2e18
x 5 by 33, 2020-01-01T00:00:00Z (second, stated), 1536..1677
  text: "before snowflakes"
reject missing_account 1678..1782: there is no account
1 skipped
"##,
    );
}

#[test]
fn twitter_v2_pages_and_flattened_tweets() {
    check(
        r##"{"data":[{"id":"1600000000000000001","author_id":"11","created_at":"2022-12-06T05:31:41.000Z","conversation_id":"1600000000000000001","text":"RT @bo: the lake is frozen and we are all go…","lang":"en","referenced_tweets":[{"type":"retweeted","id":"1599990000000000001"}],"public_metrics":{"retweet_count":5,"like_count":0},"edit_history_tweet_ids":["1600000000000000001"]},{"id":"1600000000000000002","author_id":"22","text":"look","created_at":"2022-12-06T05:31:41.000Z","referenced_tweets":[{"type":"quoted","id":"7"},{"type":"replied_to","id":"8"}],"in_reply_to_user_id":"11","attachments":{"media_keys":["3_1"]},"entities":{"urls":[{"expanded_url":"https://lake.example/ice"},{"expanded_url":"https://x.com/bo/status/1/photo/1","media_key":"3_1"}],"mentions":[{"username":"ann","id":"11"}]}}],"includes":{"users":[{"id":"11","username":"ann","name":"Ann","created_at":"2019-01-01T00:00:00.000Z"},{"id":"22","username":"bo","name":"Bo"}],"tweets":[{"id":"1599990000000000001","author_id":"22","text":"the lake is frozen and we are all going","entities":{"hashtags":[{"tag":"Ice"}]}}],"media":[{"media_key":"3_1","type":"photo","url":"https://img.example/ice.jpg"}]},"meta":{"result_count":2,"newest_id":"2","oldest_id":"1"},"__twarc":{"retrieved_at":"2022-12-07T10:00:00+00:00"}}
{"id":"1600000000000000003","text":"flat","author_id":"22","author":{"id":"22","username":"bo","name":"Bo"},"created_at":"2022-12-06T05:31:41.000Z","referenced_tweets":[],"attachments":{"media":[{"media_key":"3_2","type":"video","preview_image_url":"https://img.example/v.jpg"}]},"note_tweet":{"text":"flat and long"},"__twarc":{"retrieved_at":"2022-12-07T10:00:00+00:00"}}
{"meta":{"result_count":0}}
"##,
        "twitter-v2",
        r##"
x 1600000000000000001 by 11 @ann named Ann, 2022-12-06T05:31:41.219Z (millisecond, id), 9..374
  text: "the lake is frozen and we are all going"
  lang: en
  hashtags: Ice
  repost of: 1599990000000000001 by 22
    made: 2022-12-06T04:51:57.033Z
  thread: 1600000000000000001
  metrics: retweet_count 5, like_count 0
  observed: 2022-12-07T10:00:00Z
  account made: 2019-01-01T00:00:00Z
x 1600000000000000002 by 22 @bo named Bo, 2022-12-06T05:31:41.219Z (millisecond, id), 375..797
  text: "look"
  urls: https://lake.example/ice
  mentions: 11
  reply to: 8 by 11
  quote of: 7
  media: photo https://img.example/ice.jpg
  observed: 2022-12-07T10:00:00Z
x 1600000000000000003 by 22 @bo named Bo, 2022-12-06T05:31:41.219Z (millisecond, id), 1285..1658
  text: "flat and long"
  media: video https://img.example/v.jpg
  observed: 2022-12-07T10:00:00Z
1 skipped
"##,
    );
}

/// Streams and look-ups put one tweet into `data`, with what belongs to it beside.
#[test]
fn twitter_v2_tweets_that_come_alone() {
    check(
        r##"{"data":{"id":"1600000000000000001","author_id":"11","created_at":"2022-12-06T05:31:41.000Z","text":"look","attachments":{"media_keys":["3_1"]}},"includes":{"users":[{"id":"11","username":"ann","name":"Ann"}],"media":[{"media_key":"3_1","type":"photo","url":"https://img.example/ice.jpg"}]},"matching_rules":[{"id":"1","tag":"ice"}]}
"##,
        "twitter-v2",
        r##"
x 1600000000000000001 by 11 @ann named Ann, 2022-12-06T05:31:41.219Z (millisecond, id), 0..333
  text: "look"
  media: photo https://img.example/ice.jpg
"##,
    );
    check(
        r##"{"data":{"id":"1600000000000000001","author_id":"11","text":"hi"}}"##,
        "twitter-v2",
        r##"
x 1600000000000000001 by 11, 2022-12-06T05:31:41.219Z (millisecond, id), 0..66
  text: "hi"
"##,
    );
}

#[test]
fn x_capture_with_and_without_wrapper() {
    check(
        r##"{"nav_index":"1:0","item_id":"1600000000000000001","timestamp_collected":1700000000123,"source_platform":"twitter.com","source_platform_url":"https://x.com/","source_url":"https://x.com/search","user_agent":"B","data":{"id":"1600000000000000001","rest_id":"1600000000000000001","core":{"user_results":{"result":{"rest_id":"11","core":{"screen_name":"ann","name":"Ann","created_at":"Tue Jan 01 00:00:00 +0000 2019"},"legacy":{}}}},"views":{"count":"120"},"source":"<a href=\"x\">Lake App</a>","quoted_status_result":{"result":{"tweet":{"rest_id":"1500000000000000001","legacy":{}}}},"note_tweet":{"note_tweet_results":{"result":{"text":"a long text about ice","entity_set":{"hashtags":[{"text":"Ice"}],"urls":[],"user_mentions":[]}}}},"legacy":{"created_at":"Tue Dec 06 05:31:41 +0000 2022","full_text":"a long te…","user_id_str":"11","conversation_id_str":"1600000000000000001","lang":"en","retweet_count":1,"entities":{"hashtags":[],"urls":[],"user_mentions":[],"media":[{"type":"photo","media_url_https":"https://img.example/1.jpg"}]}}}}
{"rest_id":"1600000000000000005","core":{"user_results":{"result":{"legacy":{"screen_name":"bo","name":"Bo"}}}},"legacy":{"created_at":"Tue Dec 06 05:31:41 +0000 2022","full_text":"RT @ann: a lo…","user_id_str":"22","retweeted_status_result":{"result":{"rest_id":"1600000000000000001","core":{"user_results":{"result":{"rest_id":"11","legacy":{"screen_name":"ann"}}}},"legacy":{"full_text":"a long text &gt; 140","user_id_str":"11","created_at":"Tue Dec 06 05:31:41 +0000 2022","entities":{"urls":[{"expanded_url":"https://lake.example/"}]}}}}},"__import_meta":{"timestamp_collected":1700000001123,"source_platform":"twitter.com"}}
{"nav_index":"1:1","timestamp_collected":1700000000123,"source_platform":"twitter.com","data":{"__typename":"TweetTombstone","rest_id":"1"}}
"##,
        "x-capture",
        r##"
x 1600000000000000001 by 11 @ann named Ann, 2022-12-06T05:31:41.219Z (millisecond, id), 0..1041
  text: "a long text about ice"
  lang: en
  hashtags: Ice
  quote of: 1500000000000000001
  thread: 1600000000000000001
  media: photo https://img.example/1.jpg
  client: Lake App
  metrics: retweet_count 1, view_count 120
  observed: 2023-11-14T22:13:20.123Z
  account made: 2019-01-01T00:00:00Z
x 1600000000000000005 by 22 @bo named Bo, 2022-12-06T05:31:41.219Z (millisecond, id), 1042..1675
  text: "a long text > 140"
  urls: https://lake.example/
  repost of: 1600000000000000001 by 11
    made: 2022-12-06T05:31:41.219Z
  observed: 2023-11-14T22:13:21.123Z
1 skipped
"##,
    );
}

#[test]
fn tiktok_captures() {
    check(
        r##"{"nav_index":"1:0","item_id":"7000000000000000001","timestamp_collected":1700000000000,"source_platform":"tiktok.com","data":{"id":"7000000000000000001","desc":"my #duck &amp; @bo","createTime":"1630000000","author":{"id":"66","uniqueId":"ann","nickname":"Ann"},"textExtra":[{"hashtagName":"duck"},{"hashtagName":"","userUniqueId":"bo","userId":"67"}],"challenges":[{"title":"duck"}],"duetInfo":{"duetFromId":"6999999999999999999"},"music":{"id":"55","title":"quack"},"video":{"id":"7000000000000000001","playAddr":"https://signed.example/v"},"stats":{"diggCount":1,"shareCount":2,"commentCount":3,"playCount":4}}}
{"id":"7000000000000000002","desc":"","createTime":1630000000,"author":"bo","nickname":"Bo","challenges":[{"title":"duck"}],"duetInfo":{"duetFromId":"0"},"music":{"id":55},"stats":{}}
"##,
        "tiktok-capture",
        r##"
tiktok 7000000000000000001 by ann @ann named Ann, 2021-08-26T17:46:40Z (second, stated), 0..614
  text: "my #duck & @bo"
  hashtags: duck
  mentions: bo
  quote of: 6999999999999999999
  media: audio tiktok-sound/55, video 7000000000000000001
  metrics: like_count 1, comment_count 3, share_count 2, view_count 4
  observed: 2023-11-14T22:13:20Z
tiktok 7000000000000000002 by bo @bo named Bo, 2021-08-26T17:46:40Z (second, stated), 615..798
  hashtags: duck
  media: audio tiktok-sound/55
"##,
    );
}

#[test]
fn tiktok_research() {
    check(
        r##"{"data":{"videos":[{"id":7000000000000000001,"username":"ann","create_time":1630000000,"video_description":"my #duck","region_code":"XX","music_id":55,"hashtag_names":["duck"],"effect_ids":["9"],"video_mention_list":["bo"],"like_count":1,"view_count":9},{"id":7.0e18,"username":"ann","create_time":1630000000,"region_code":"XX"},{"id":3,"create_time":1630000000,"region_code":"XX"}],"cursor":100,"has_more":false,"search_id":"1"},"error":{"code":"ok"}}
{"data":{"videos":[],"has_more":false}}
{"id":"7000000000000000009","username":"bo","create_time":"1630000000","video_description":"flat &amp; dry","voice_to_text":" my duck ","sticker_info_list":[{"sticker_name":"DUCK"},{}],"music_id":0,"effect_ids":["0"]}
"##,
        "tiktok-research",
        r##"
tiktok 7000000000000000001 by ann @ann, 2021-08-26T17:46:40Z (second, stated), 19..253
  text: "my #duck"
  hashtags: duck
  mentions: bo
  media: audio tiktok-sound/55, effect tiktok-effect/9
  metrics: like_count 1, view_count 9
reject id_damaged 254..328: digits of the id are lost: 7.0e18
reject missing_account 329..381: there is no account
tiktok 7000000000000000009 by bo @bo, 2021-08-26T17:46:40Z (second, stated), 493..710
  text: "flat & dry\n\nmy duck\n\nDUCK"
1 skipped
"##,
    );
}

const TELEGRAM_CHANNEL: &str = r##"{
 "name": "Lake News",
 "type": "public_channel",
 "id": 1500000001,
 "messages": [
  {
   "id": 1,
   "type": "service",
   "date": "2024-05-01T14:00:00",
   "date_unixtime": "1714564800",
   "actor": "Lake News",
   "actor_id": "channel1500000001",
   "action": "create_channel",
   "text": "",
   "text_entities": []
  },
  {
   "id": 2,
   "type": "message",
   "date": "2024-05-01T14:00:00",
   "date_unixtime": "1714564800",
   "edited": "2024-05-01T15:00:00",
   "edited_unixtime": "1714568400",
   "from": "Lake News",
   "from_id": "channel1500000001",
   "author": "Ann",
   "forwarded_from": "Somebody",
   "reply_to_message_id": 1,
   "photo": "(File not included. Change data exporting settings to download.)",
   "width": 1,
   "height": 1,
   "text": [
    "See ",
    { "type": "link", "text": "https://lake.example/a" },
    " and ",
    { "type": "text_link", "text": "this", "href": "https://lake.example/b" },
    " ",
    { "type": "hashtag", "text": "#Duck" },
    " ",
    { "type": "mention", "text": "@bo" },
    { "type": "mention_name", "text": "Cy", "user_id": 77 }
   ],
   "text_entities": [
    { "type": "plain", "text": "See " },
    { "type": "link", "text": "https://lake.example/a" },
    { "type": "plain", "text": " and " },
    { "type": "text_link", "text": "this", "href": "https://lake.example/b" },
    { "type": "hashtag", "text": "#Duck" },
    { "type": "mention", "text": "@bo" },
    { "type": "mention_name", "text": "Cy", "user_id": 77 }
   ],
   "reactions": [ { "type": "emoji", "count": 3, "emoji": "x" }, { "type": "emoji", "count": 4, "emoji": "y" } ]
  },
  {
   "id": 3,
   "type": "unsupported"
  },
  {
   "id": 4,
   "type": "message",
   "date": "2024-05-01T14:00:01",
   "date_unixtime": "1714564801",
   "from": null,
   "file": "video_files/a.mp4",
   "media_type": "video_file",
   "via_bot": "@ducks_bot",
   "reply_to_message_id": 9,
   "reply_to_peer_id": "channel1500000002",
   "text": "bell\x07"
  },
  {
   "id": 5,
   "type": "message",
   "date": "2019-05-01T14:00:01",
   "from": "Old",
   "from_id": 8589934597,
   "text": "only local time"
  }
 ]
}"##;

#[test]
fn telegram_channel() {
    check(
        TELEGRAM_CHANNEL,
        "telegram-json",
        r##"
telegram 1500000001/2 by channel1500000001 named Lake News, 2024-05-01T12:00:00Z (second, stated), 328..1611
  text: "See https://lake.example/a and this #Duck @boCy"
  urls: https://lake.example/a https://lake.example/b
  hashtags: Duck
  mentions: bo user77
  reply to: 1500000001/1
  repost of: ?
  channel: 1500000001
  metrics: reactions 7
  edited: 2024-05-01T13:00:00Z
telegram 1500000001/4 by channel1500000001, 2024-05-01T12:00:01Z (second, stated), 1661..1971
  text: "bell\u{7}"
  reply to: 1500000002/9
  channel: 1500000001
  media: video_file video_files/a.mp4
  client: ducks_bot
reject missing_time 1975..2121: only a local time without a zone is stated; export again with a newer Telegram Desktop
2 skipped
"##,
    );
}

#[test]
fn telegram_account_with_many_chats() {
    check(
        r##"{
 "about": "Here is the data you requested.",
 "personal_information": { "user_id": 1, "first_name": "Ann" },
 "contacts": { "about": "", "list": [ { "user_id": 2 } ] },
 "chats": {
  "about": "",
  "list": [
   { "name": "Bo", "type": "personal_chat", "id": 2, "messages": [
     { "id": 7, "type": "message", "date_unixtime": "1714564800", "from": "Bo", "from_id": "user2", "text": "hi" }
   ] },
   { "type": "saved_messages", "id": 1, "messages": [] },
   { "name": "Ducks", "type": "private_group", "id": 3, "messages": [
     { "id": 7, "type": "message", "date_unixtime": "1714564801", "from": "Cy", "from_id": 4, "text": "same number, other chat" },
     { "id": 8, "type": "message", "date_unixtime": "1714564801", "from": null, "text": "nobody" }
   ] }
  ]
 },
 "left_chats": { "about": "", "list": [
   { "name": "Lake", "type": "public_channel", "id": 5, "messages": [
     { "id": 1, "type": "message", "date_unixtime": "1714564802", "from": "Lake", "text": { }, "poll": { "question": "Ducks?" } }
   ] }
 ] }
}"##,
        "telegram-json",
        r##"
telegram 2/7 by user2 named Bo, 2024-05-01T12:00:00Z (second, stated), 282..391
  text: "hi"
  channel: 2
telegram 3/7 by user4 named Cy, 2024-05-01T12:00:01Z (second, stated), 533..657
  text: "same number, other chat"
  channel: 3
reject missing_account 664..757: there is no account
telegram 5/1 by channel5 named Lake, 2024-05-01T12:00:02Z (second, stated), 888..1012
  text: "Ducks?"
  channel: 5
"##,
    );
}

#[test]
fn bluesky_jetstream() {
    check(
        r##"{"did":"did:plc:ann","time_us":1714564800123456,"kind":"commit","commit":{"rev":"r","operation":"create","collection":"app.bsky.feed.post","rkey":"3k1","record":{"$type":"app.bsky.feed.post","createdAt":"2024-05-01T12:00:00.000Z","langs":["en"],"text":"ünï #duck @bo lake.example","facets":[{"index":{"byteStart":13,"byteEnd":16},"features":[{"$type":"app.bsky.richtext.facet#mention","did":"did:plc:bo"}]},{"index":{"byteStart":6,"byteEnd":11},"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"duck"}]},{"index":{"byteStart":17,"byteEnd":29},"features":[{"$type":"app.bsky.richtext.facet#link","uri":"https://lake.example/"}]}],"embed":{"$type":"app.bsky.embed.recordWithMedia","record":{"record":{"cid":"c","uri":"at://did:plc:cy/app.bsky.feed.post/3k0"}},"media":{"$type":"app.bsky.embed.images","images":[{"alt":"","image":{"$type":"blob","ref":{"$link":"bafkreiduck"},"size":1}}]}},"reply":{"parent":{"uri":"at://did:plc:bo/app.bsky.feed.post/3j9"},"root":{"uri":"at://did:plc:bo/app.bsky.feed.post/3j8"}}},"cid":"bafy"}}
{"did":"did:plc:bo","time_us":1714564801123456,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.repost","rkey":"3k2","record":{"createdAt":"2024-05-01T12:00:01.5Z","subject":{"uri":"at://did:plc:ann/app.bsky.feed.post/3k1","cid":"c"}}}}
{"did":"did:plc:bo","time_us":1714564802123456,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.post","rkey":"3k3","record":{"createdAt":"2020-01-01T00:00:00Z","text":"dated back"}}}
{"did":"did:plc:bo","time_us":1714564803123456,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.post","rkey":"3k4","record":{"createdAt":"0000-01-01T00:00:00Z","text":"no such year"}}}
{"did":"did:plc:bo","time_us":1714564804123456,"kind":"commit","commit":{"operation":"delete","collection":"app.bsky.feed.post","rkey":"3k1","rev":"r"}}
{"did":"did:plc:bo","time_us":1714564805123456,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.like","rkey":"3k5","record":{"createdAt":"2024-05-01T12:00:01.5Z"}}}
{"did":"did:plc:bo","time_us":1714564806123456,"kind":"identity","identity":{"did":"did:plc:bo","handle":"bo.example","seq":1}}
"##,
        "bluesky-jetstream",
        r##"
bluesky at://did:plc:ann/app.bsky.feed.post/3k1 by did:plc:ann, 2024-05-01T12:00:00Z (second, stated), 0..1036
  text: "ünï #duck @bo lake.example"
  lang: en
  urls: https://lake.example/
  hashtags: duck
  mentions: did:plc:bo
  reply to: at://did:plc:bo/app.bsky.feed.post/3j9 by did:plc:bo
  quote of: at://did:plc:cy/app.bsky.feed.post/3k0
  thread: at://did:plc:bo/app.bsky.feed.post/3j8
  media: image bafkreiduck
  observed: 2024-05-01T12:00:00.123456Z
bluesky at://did:plc:bo/app.bsky.feed.repost/3k2 by did:plc:bo, 2024-05-01T12:00:01.5Z (millisecond, stated), 1037..1299
  repost of: at://did:plc:ann/app.bsky.feed.post/3k1 by did:plc:ann
  observed: 2024-05-01T12:00:01.123456Z
note claimed_time_disagrees 1300..1508: the client claims 2020-01-01T00:00:00Z, the server saw it at 2024-05-01T12:00:02.123456Z
bluesky at://did:plc:bo/app.bsky.feed.post/3k3 by did:plc:bo, 2020-01-01T00:00:00Z (second, stated), 1300..1508
  text: "dated back"
  thread: at://did:plc:bo/app.bsky.feed.post/3k3
  observed: 2024-05-01T12:00:02.123456Z
note bad_time 1509..1719: the server's time is used; not a time at which a post can be made: 0000-01-01T00:00:00Z
bluesky at://did:plc:bo/app.bsky.feed.post/3k4 by did:plc:bo, 2024-05-01T12:00:03.123456Z (microsecond, server), 1509..1719
  text: "no such year"
  thread: at://did:plc:bo/app.bsky.feed.post/3k4
  observed: 2024-05-01T12:00:03.123456Z
3 skipped
"##,
    );
}

#[test]
fn bluesky_author_feed() {
    check(
        r##"{"feed":[{"post":{"uri":"at://did:plc:ann/app.bsky.feed.post/3k1","cid":"c","author":{"did":"did:plc:ann","handle":"ann.example","displayName":"Ann"},"record":{"createdAt":"2024-05-01T12:00:00.123Z","text":"ducks","embed":{"external":{"uri":"https://lake.example/"}}},"likeCount":2,"indexedAt":"2024-05-01T12:00:01.000Z"},"reason":{"$type":"app.bsky.feed.defs#reasonRepost","by":{"did":"did:plc:bo","handle":"bo.example"},"indexedAt":"2024-05-02T12:00:01.000Z"}},{"post":{"uri":"at://did:plc:bo/app.bsky.feed.post/3k2","author":{"did":"did:plc:bo","handle":"bo.example"},"record":{"createdAt":"2024-05-01T12:00:00Z","text":"more","langs":["de","en"]},"indexedAt":"2024-05-01T12:00:01.000Z"}}],"cursor":"x"}"##,
        "bluesky-posts",
        r##"
bluesky did:plc:bo reposts at://did:plc:ann/app.bsky.feed.post/3k1 by did:plc:bo @bo.example, 2024-05-02T12:00:01Z (second, server), 9..462
  text: "ducks"
  urls: https://lake.example/
  repost of: at://did:plc:ann/app.bsky.feed.post/3k1 by did:plc:ann
    made: 2024-05-01T12:00:00.123Z
  metrics: like_count 2
bluesky at://did:plc:bo/app.bsky.feed.post/3k2 by did:plc:bo @bo.example, 2024-05-01T12:00:00Z (second, stated), 463..691
  text: "more"
  lang: de,en
  thread: at://did:plc:bo/app.bsky.feed.post/3k2
  observed: 2024-05-01T12:00:01Z
"##,
    );
}

#[test]
fn mastodon_statuses() {
    check(
        r##"[{"id":"1","uri":"https://m.example/users/ann/statuses/1","url":"https://m.example/@ann/1","created_at":"2024-05-01T12:00:00.123Z","edited_at":"2024-05-02T12:00:00.000Z","in_reply_to_id":"9","in_reply_to_account_id":"3","language":"en","content":"<p>Tea &amp; <a href=\"https://m.example/tags/cake\" class=\"mention hashtag\" rel=\"tag\">#<span>cake</span></a></p><p><a href=\"https://lake.example/menu?a=1&amp;b=2\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">lake.example/me</span><span class=\"invisible\">nu</span></a></p>","reblog":null,"account":{"id":"2","username":"ann","acct":"ann","url":"https://m.example/@ann","display_name":"Ann","bot":true,"created_at":"2019-01-01T00:00:00.000Z"},"media_attachments":[{"type":"image","url":"https://m.example/c.png","remote_url":null}],"mentions":[{"id":"3","acct":"bo@n.example","url":"https://n.example/@bo"}],"tags":[{"name":"cake","url":"x"}],"card":{"url":"https://lake.example/menu?a=1&b=2"},"application":{"name":"Web"},"reblogs_count":2,"favourites_count":1,"replies_count":0},
{"id":"2","uri":"https://n.example/users/bo/statuses/2/activity","created_at":"2024-05-01T13:00:00.000Z","content":"<p>x</p>","account":{"id":"3","username":"bo","acct":"bo@n.example","url":"https://n.example/@bo","bot":false},"reblog":{"id":"1","uri":"https://m.example/users/ann/statuses/1","created_at":"2024-05-01T12:00:00.123Z","content":"<p>Tea</p>","account":{"acct":"ann","url":"https://m.example/@ann"},"tags":[],"mentions":[]}}]"##,
        "mastodon",
        r##"
mastodon https://m.example/users/ann/statuses/1 by https://m.example/@ann @ann@m.example named Ann, 2024-05-01T12:00:00.123Z (millisecond, stated), 1..1055
  text: "Tea & #cake\n\nhttps://lake.example/menu"
  lang: en
  urls: https://lake.example/menu?a=1&b=2
  hashtags: cake
  mentions: https://n.example/@bo
  reply to: m.example/9 by https://n.example/@bo
  media: image https://m.example/c.png
  client: Web
  metrics: replies_count 0, reblogs_count 2, favourites_count 1
  edited: 2024-05-02T12:00:00Z
  account made: 2019-01-01T00:00:00Z
  bot: true
mastodon https://n.example/users/bo/statuses/2/activity by https://n.example/@bo @bo@n.example, 2024-05-01T13:00:00Z (second, stated), 1057..1494
  text: "Tea"
  repost of: https://m.example/users/ann/statuses/1 by https://m.example/@ann
    made: 2024-05-01T12:00:00.123Z
  bot: false
"##,
    );
}

/// Numbers of answered posts count on the server that was asked, which accounts of its own show.
#[test]
fn mastodon_answers_of_two_servers_do_not_meet() {
    let status = |server: &str, name: &str, acct: &str, answered: &str| {
        format!(
            r#"{{"id":"5","uri":"https://{server}/s/{name}","created_at":"2024-05-01T12:00:00Z","content":"x","in_reply_to_id":"111","in_reply_to_account_id":{answered},"account":{{"id":"1","acct":"{acct}","url":"https://{server}/@{name}"}},"mentions":[]}}"#
        )
    };
    let replies = |records: &[String]| {
        let input = records.join("\n");
        assert_eq!(json::detect(input.as_bytes()), Some("mastodon"));
        let (found, _) = read_as("mastodon", input.as_bytes(), Limits::default(), &JsonOptions::default());
        found
            .lines()
            .filter_map(|line| line.trim().strip_prefix("reply to: ").map(str::to_owned))
            .collect::<Vec<_>>()
    };
    // Its own account tells of each record which server showed it.
    assert_eq!(
        replies(&[status("m.example", "ann", "ann", r#""1""#), status("q.example", "dee", "dee", "null")]),
        ["m.example/111 by https://m.example/@ann", "q.example/111"]
    );
    // A post from elsewhere was shown by the server that the others name.
    assert_eq!(
        replies(&[
            status("n.example", "bo", "bo@n.example", r#""7""#),
            status("m.example", "ann", "ann", "null")
        ]),
        ["m.example/111 by m.example/7", "m.example/111"]
    );
    // Where none names it the number stays as it is.
    assert_eq!(replies(&[status("n.example", "bo", "bo@n.example", "null")]), ["111"]);
}

/// Records that only a mapping reads come in short, a few hundred at a time; those of a known format among them do not
/// overtake them.
#[test]
fn records_of_all_kinds_stay_in_order() {
    let share = |n: u32| {
        let time = 1_700_000_000 + n;
        format!(r#"{{"object_id":"o","account_id":"a{n}","content_id":"p{n}","timestamp_share":"{time}"}}"#)
    };
    let comment = r#"{"id":"c1","body":"nice","link_id":"t3_abc","parent_id":"t3_abc","subreddit":"lake","author":"cy","created_utc":1700000002}"#;
    let lines = [share(1), share(2), comment.to_owned(), share(3)].join("\n");
    let (found, counts) = read_as("json", lines.as_bytes(), Limits::default(), &JsonOptions::default());
    let posts: Vec<&str> = found.lines().filter(|line| !line.starts_with(' ')).collect();
    let ids: Vec<&str> = posts.iter().filter_map(|line| line.split(' ').nth(1)).collect();
    assert_eq!(ids, ["p1", "p2", "t1_c1", "p3"], "{found}");
    assert_eq!(counts.posts, 4);
}

#[test]
fn reddit_dumps() {
    check(
        r##"{"id":"abc","name":"t3_abc","title":"Ducks &amp; geese","selftext":"read https://lake.example/a, please","is_self":true,"url":"https://www.reddit.com/r/lake/comments/abc/","subreddit":"lake","author":"ann","author_fullname":"t2_1","author_created_utc":1500000000,"created_utc":1700000000,"retrieved_on":1700000100,"edited":false,"score":3,"num_comments":1}
{"id":"abd","title":"Ducks","selftext":"[removed]","url":"https://i.redd.it/duck.jpg","is_self":false,"subreddit":"birds","author":"bo","created_utc":"1700000001","crosspost_parent":"t3_abc","crosspost_parent_list":[{"id":"abc","author":"ann","created_utc":1700000000.0}]}
{"id":"c1","body":"[nice](https://lake.example/b)","link_id":"t3_abc","parent_id":"t3_abc","subreddit":"lake","author":"cy","created_utc":1700000002.0,"edited":1700000050.0,"score":-2}
{"id":"c2","body":"[deleted]","link_id":"t3_abc","parent_id":"t1_c1","subreddit":"lake","author":"[deleted]","created_utc":1700000003}
{"id":"c3","body":"no time","link_id":"t3_abc","parent_id":"t1_c1","author":"cy","created_utc":null}
"##,
        "reddit",
        r##"
reddit t3_abc by ann @ann, 2023-11-14T22:13:20Z (second, stated), 0..356
  text: "Ducks & geese\n\nread https://lake.example/a, please"
  urls: https://lake.example/a
  thread: t3_abc
  channel: lake
  metrics: score 3, num_comments 1
  observed: 2023-11-14T22:15:00Z
  account made: 2017-07-14T02:40:00Z
reddit t3_abd by bo @bo, 2023-11-14T22:13:21Z (second, stated), 357..629
  text: "Ducks"
  urls: https://i.redd.it/duck.jpg
  repost of: t3_abc by ann
    made: 2023-11-14T22:13:20Z
  thread: t3_abd
  channel: birds
  media: image https://i.redd.it/duck.jpg
reddit t1_c1 by cy @cy, 2023-11-14T22:13:22Z (second, stated), 630..814
  text: "[nice](https://lake.example/b)"
  urls: https://lake.example/b
  reply to: t3_abc
  thread: t3_abc
  channel: lake
  metrics: score -2
  edited: 2023-11-14T22:14:10Z
reject missing_account 815..949: the author is [deleted]: nobody to attribute it to
reject missing_time 950..1050: there is no time
"##,
    );
}

#[test]
fn youtube_threads() {
    check(
        r##"{
  "kind": "youtube#commentThreadListResponse",
  "items": [
    {
      "kind": "youtube#commentThread", "id": "T1",
      "snippet": {
        "channelId": "UClake", "videoId": "vid00000001", "totalReplyCount": 1,
        "topLevelComment": { "kind": "youtube#comment", "id": "T1", "snippet": { "videoId": "vid00000001", "textDisplay": "see <a href=\"https://lake.example\">https://lake.example</a> #duck", "authorDisplayName": "@ann", "authorChannelId": { "value": "UCann" }, "likeCount": 2, "publishedAt": "2024-05-01T12:00:00Z", "updatedAt": "2024-05-01T12:00:00Z" } }
      },
      "replies": { "comments": [
        { "kind": "youtube#comment", "id": "T1.r1", "snippet": { "videoId": "vid00000001", "parentId": "T1", "textOriginal": "@ann yes", "authorDisplayName": "@bo", "authorChannelId": { "value": "UCbo" }, "publishedAt": "2024-05-01T13:00:00Z", "updatedAt": "2024-05-01T14:00:00Z" } }
      ] }
    },
    { "kind": "youtube#video", "id": "vid00000001", "snippet": { "publishedAt": "2024-04-01T12:00:00Z", "channelId": "UClake", "channelTitle": "Lake", "title": "Ducks", "description": "https://lake.example/" }, "statistics": { "viewCount": "12" } }
  ]
}"##,
        "youtube",
        r##"
youtube T1 by UCann @ann named @ann, 2024-05-01T12:00:00Z (second, stated), 66..916
  text: "see https://lake.example #duck"
  urls: https://lake.example
  hashtags: duck
  reply to: vid00000001
  thread: vid00000001
  channel: UClake
  metrics: like_count 2, reply_count 1
youtube T1.r1 by UCbo @bo named @bo, 2024-05-01T13:00:00Z (second, stated), 625..900
  text: "@ann yes"
  mentions: ann
  reply to: T1
  thread: vid00000001
  edited: 2024-05-01T14:00:00Z
youtube vid00000001 by UClake named Lake, 2024-04-01T12:00:00Z (second, stated), 922..1166
  text: "Ducks\n\nhttps://lake.example/"
  urls: https://lake.example/
  channel: UClake
  media: video vid00000001
  metrics: view_count 12
"##,
    );
}

#[test]
fn instagram_and_threads() {
    check(
        r##"{"timestamp_collected":1700000000000,"source_platform":"instagram.com","data":{"id":"1_2","pk":"1","code":"Abc","taken_at":1700000000,"user":{"pk":"2","username":"ann","full_name":"Ann"},"caption":{"text":"#duck by @bo.b"},"like_count":3,"carousel_media":[{"pk":"1a","image_versions2":{}},{"pk":"1b","video_versions":[{"url":"x"}]}]}}
{"timestamp_collected":1700000000000,"source_platform":"threads.net","data":{"pk":"5","code":"Def","taken_at":1700000000,"user":{"pk":"2","username":"ann"},"caption":{"text":"look"},"carousel_media":null,"video_versions":null,"text_post_app_info":{"link_preview_attachment":{"url":"https://l.threads.com/?u=https%3A%2F%2Flake.example%2F%3Fa%3D1&e=zz"},"share_info":{"quoted_post":{"code":"Xyz"},"reposted_post":null},"repost_count":1,"direct_reply_count":2}}}
"##,
        "instagram-capture",
        r##"
instagram Abc by 2 @ann named Ann, 2023-11-14T22:13:20Z (second, stated), 0..334
  text: "#duck by @bo.b"
  hashtags: duck
  mentions: bo.b
  media: image 1a, video 1b
  metrics: like_count 3
  observed: 2023-11-14T22:13:20Z
threads Def by 2 @ann, 2023-11-14T22:13:20Z (second, stated), 335..794
  text: "look"
  urls: https://lake.example/?a=1
  quote of: Xyz
  media: image 5
  metrics: repost_count 1, reply_count 2
  observed: 2023-11-14T22:13:20Z
"##,
    );
}

#[test]
fn lines_of_several_formats_are_read_as_what_they_are() {
    check(
        r##"{"id":"c1","body":"a comment","link_id":"t3_abc","parent_id":"t3_abc","subreddit":"lake","author":"cy","created_utc":1700000002}
{"id":"c2","body":"another","link_id":"t3_abc","parent_id":"t3_abc","subreddit":"lake","author":"cy","created_utc":1700000003}
{"id":"7000000000000000009","username":"bo","create_time":"1630000000","video_description":"a video"}
{"weather":"fine"}
17
"##,
        "reddit",
        r##"
reddit t1_c1 by cy @cy, 2023-11-14T22:13:22Z (second, stated), 0..128
  text: "a comment"
  reply to: t3_abc
  thread: t3_abc
  channel: lake
reddit t1_c2 by cy @cy, 2023-11-14T22:13:23Z (second, stated), 129..255
  text: "another"
  reply to: t3_abc
  thread: t3_abc
  channel: lake
tiktok 7000000000000000009 by bo @bo, 2021-08-26T17:46:40Z (second, stated), 256..357
  text: "a video"
reject unknown_record 358..376: no known format has these fields: weather
reject unknown_record 377..379: not an object
"##,
    );
}

#[test]
fn other_json_by_a_mapping() {
    let mapping = Mapping::from_toml(
        r##"
        name = "lake"
        platform.constant = "lakebook"
        metrics = { likes = "counts.likes" }
        [fields]
        post_id = "nr"
        account_id = "who.nr"
        text = "what"
        created_at = "when"
        hashtags = "marks.word"
        urls = "links"
        "##,
        "test",
    )
    .expect("a mapping");
    let options = JsonOptions { platform: None, mapping: Some(mapping) };
    let input = r##"{"records":[{"nr":914580356430536707,"who":{"nr":"a1"},"what":"tea \"here\"","when":"2024-05-01T12:00:00Z","marks":[{"word":"tea"},{"word":"cake"}],"links":["https://lake.example/a,b"],"counts":{"likes":3}},{"nr":9.1e17,"who":{"nr":"a1"},"when":"2024-05-01T12:00:00Z"}]}"##;
    let (found, _) = read_as("json", input.as_bytes(), Limits::default(), &options);
    // The words of the reject are those of the tables.
    let found: Vec<_> = found.lines().map(|line| line.split(": post id").next().unwrap_or(line)).collect();
    same(
        &found.join(
            "
",
        ),
        r##"
lakebook 914580356430536707 by a1, 2024-05-01T12:00:00Z (second, stated), 12..206
  text: "tea \"here\""
  urls: https://lake.example/a,b
  hashtags: tea cake
  metrics: likes 3
reject id_damaged 207..268
"##,
    );
}

#[test]
fn other_json_by_a_guess() {
    check(
        r##"{"post_id":"1","user":{"id":"a1","name":"Ann"},"text":"tea","created_at":"2024-05-01T12:00:00Z"}
{"post_id":"2","user":{"id":"a2","name":"Bo"},"text":"cake","created_at":"2024-05-01T12:00:01Z"}
"##,
        "json",
        r##"
unknown 1 by a1 @Ann, 2024-05-01T12:00:00Z (second, stated), 0..96
  text: "tea"
unknown 2 by a2 @Bo, 2024-05-01T12:00:01Z (second, stated), 97..193
  text: "cake"
"##,
    );
}

#[test]
fn the_beginning_is_enough_to_detect() {
    let check =
        |input: &str, expected: Option<&str>| assert_eq!(json::detect(input.as_bytes()), expected, "{input}");
    check(&TELEGRAM_CHANNEL[..400], Some("telegram-json"));
    check(
        "\u{feff}\n [ {\"id\":\"c1\",\"body\":\"x\",\"link_id\":\"t3_a\",\"author\":\"cy\",\"created_utc\":1,\"more\":\"cut he",
        Some("reddit"),
    );
    check(r#"{"data":[{"id":"1","text":"t","author_id":"2"},{"id":"2","te"#, Some("twitter-v2"));
    check(r#"{"about":"Here is the data","personal_information":{"user_id":1,"#, Some("telegram-json"));
    check(r#"{"a":1,"b":2}"#, Some("json"));
    check("id,text\n1,{\"a\":1}", None);
    check("[section]\nkey=1\n", None);
    check("", None);
    check("{", None);
}

#[test]
fn every_format_has_its_own_id_and_a_title() {
    let ids: std::collections::BTreeSet<_> = json::formats().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), json::formats().count());
    assert!(json::formats().all(|(_, title)| !title.is_empty()));
}
