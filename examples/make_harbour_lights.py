#!/usr/bin/env python3
"""Makes the files of `harbour-lights/`: `python3 examples/make_harbour_lights.py`.

Everything is invented: town, accounts, posts, links. The seed is fixed, so the bytes are always the same.
`harbour-lights/README.md` says what is planted where.
"""

import csv
import json
import math
import random
import struct
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

HERE = Path(__file__).parent / "harbour-lights"
START = datetime(2023, 9, 4, tzinfo=timezone.utc)
DAYS = 12
SNOWFLAKE_EPOCH_MS = 1_288_834_974_657
rng = random.Random(20230904)


def moment(day, hour, minute=0, seconds=0.0):
    return START + timedelta(days=day, hours=hour, minutes=minute, seconds=seconds)


def any_moment():
    """Waking hours, a little busier in the evening."""
    hour = rng.choices(range(6, 24), weights=[2, 4, 5, 5, 4, 4, 6, 5, 4, 4, 5, 7, 8, 9, 9, 7, 5, 3])[0]
    return moment(rng.randrange(DAYS), hour, rng.randrange(60), rng.random() * 60)


# ---------------------------------------------------------------------------------------------- X


class Account:
    def __init__(self, handle, name, number):
        self.handle, self.name = handle, name
        self.id = str(1_200_000_000_000_000_000 + number * 7_919_000_003 + rng.randrange(10**9))
        self.made = (START - timedelta(days=rng.randrange(200, 3000))).date().isoformat()


def snowflake(time):
    ms = int(time.timestamp() * 1000) - SNOWFLAKE_EPOCH_MS
    return str((ms << 22) | rng.randrange(1 << 22))


class X:
    def __init__(self):
        self.posts = []

    def post(self, account, time, text, urls=(), tags=(), reply_to=None, repost_of=None):
        self.posts.append(
            dict(
                id=snowflake(time), account=account, time=time, text=text, urls=list(urls), tags=list(tags),
                reply_to=reply_to, repost_of=repost_of,
            )
        )
        return self.posts[-1]


FIRST = "amber brook cedar dune ember fern gale hazel iris juniper kelp linnet maple nettle osier pebble quill reed".split()
SECOND = "harbour quay mole tide skiff anchor buoy crane jetty market pier sail".split()


def people(n):
    pairs = [(a, b) for a in FIRST for b in SECOND]
    rng.shuffle(pairs)
    return [Account(f"{a}_{b}", f"{a.title()} of the {b.title()}", i) for i, (a, b) in enumerate(pairs[:n])]


TOPICS = [
    "Sat by the {place} and counted {n} boats before {when}.",
    "The {place} smells of {thing} again, which means it is {when}.",
    "Does anybody know whether the {place} opens before {when} on Sunday?",
    "Lost a grey glove near the {place}, probably around {when}. Reward: {thing}.",
    "Queue at the {place} was {n} people long. Worth it for the {thing}.",
    "My neighbour says the {place} had {n} visitors last week. I believe {n2}.",
    "If you go to the {place}, take a coat. The wind does not care that it is {when}.",
    "{n} gulls on the roof of the {place}. They have eaten the {thing}.",
    "Painted the boat. Painted the jetty by accident. {n} hours well spent near the {place}.",
    "Choir practice moved from the {place} to the old {place2}, {when} as always.",
    "Photo walk from the {place} to the {place2}: {n} pictures, {n2} of them sharp.",
    "The {place2} band played {n} songs at the {place}. I knew {n2} of them.",
]
PLACES = "fish market|ferry pier|harbour wall|lamp museum|net loft|ropewalk|boathouse|tide clock|customs steps|west mole".split("|")
THINGS = "smoked herring|plum cake|fresh tar|cardamom buns|pickled fennel|apple rings|barley soup|new rope".split("|")
WHENS = "noon|the evening tide|half past six|the first ferry|sunset|closing time".split("|")


def small_talk():
    return rng.choice(TOPICS).format(
        place=rng.choice(PLACES), place2=rng.choice(PLACES), thing=rng.choice(THINGS), when=rng.choice(WHENS),
        n=rng.randrange(2, 90), n2=rng.randrange(1, 40),
    )


x = X()
crowd = people(46)
crowd[5].handle, crowd[5].name = "=SUM(1+1)*cmd|calc", "@plus +minus -equals"
crowd[9].name = "Keeper \u202eretawgnisir\u202c of tides"

# Ordinary background: small talk, some links, replies and reposts at nobody's signal.
PAGES = [f"https://saltmere.example/{page}" for page in ("ferry-times", "market", "tide-table", "museum", "choir", "weather")]
originals = []
for _ in range(330):
    account, time = rng.choice(crowd), any_moment()
    roll = rng.random()
    if roll < 0.16:
        x.post(account, time, small_talk(), urls=[rng.choice(PAGES)])
    elif roll < 0.28 and originals:
        to = rng.choice(originals)
        x.post(account, max(time, to["time"] + timedelta(minutes=rng.randrange(2, 400))), f"@{to['account'].handle} " + small_talk(), reply_to=to)
    elif roll < 0.38 and originals:
        of = rng.choice(originals)
        x.post(account, max(time, of["time"] + timedelta(minutes=rng.randrange(3, 900))), f"RT @{of['account'].handle}: {of['text']}", repost_of=of)
    else:
        tags = rng.sample(["saltmere", "ferry", "market", "gulls", "tide"], rng.randrange(3))
        originals.append(x.post(account, time, small_talk(), tags=tags))

# Planted: seven accounts on X and three on Telegram push one invented petition in eleven waves.
WAVES = [
    (0, 19, "Green lamps for the harbour! Saltmere deserves light that the boats can trust, sign today", "start"),
    (1, 18, "Have you seen the harbour after dark? White lamps blind the skippers, green lamps guide them home", "skippers"),
    (2, 20, "Ask any fisher in Saltmere: green lamps would have saved the west mole from the last three bumps", "mole"),
    (3, 19, "The harbour office keeps counting lamps while we keep counting scratches. Green lamps now", "scratches"),
    (4, 12, "A petition with a thousand names is on its way, put yours under the green lamps of Saltmere", "thousand"),
    (5, 21, "Moths prefer white lamps, skippers prefer green lamps. The harbour is for skippers", "moths"),
    (6, 19, "Nobody at the fish market wants white lamps back, ask them yourself and then sign", "ask"),
    (7, 18, "Tonight the tide clock struck nine in the dark. Green lamps would have shown the way", "clock"),
    (8, 20, "One lamp, one colour, one harbour: Saltmere goes green and the council should listen", "colour"),
    (9, 19, "The lamp museum has green glass to spare, the council has excuses to spare", "glass"),
    (10, 17, "Last days to sign for green lamps in the harbour, tell your cousin and your cousin's boat", "last"),
]
ENDINGS = ["", " !", "!!", " ...", " please share", " pls share", " (share)"]
planted = [
    Account(handle, name, 500 + i)
    for i, (handle, name) in enumerate(
        [
            ("greenlamp_anna", "Anna likes lamps"), ("mole_walker", "Walks the mole"), ("tidefriend77", "Tide friend"),
            ("<i>lampfan</i>", "<script>alert('lamp')</script>"), ("quiet_skipper", "A quiet skipper"),
            ("northquay_jo", "Jo from the north quay"), ("herring_lover", "Herring first"),
        ]
    )
]
telegram_waves = []
for day, hour, text, page in WAVES:
    at = moment(day, hour, rng.randrange(5, 55), rng.random() * 60)
    link = f"https://green-lamps.example/{page}"
    for account in rng.sample(planted, 7 if rng.random() < 0.6 else 6):
        ref = rng.choice(["", "?utm_source=friends", "?utm_medium=share&utm_campaign=lamps"])
        x.post(account, at + timedelta(seconds=rng.random() * 14), text + rng.choice(ENDINGS), urls=[link + ref], tags=["greenlamps", "saltmere"])
    telegram_waves.append((at, text, link))
for account in planted:  # They also talk like anybody.
    for _ in range(rng.randrange(3, 6)):
        x.post(account, any_moment(), small_talk())

# Innocent: a ferry is cancelled, and everybody with the town's app passes the news on within a minute.
at = moment(6, 7, 42, 11)
for account in rng.sample(crowd, 24):
    x.post(account, at + timedelta(seconds=rng.random() * 52), rng.choice(["", "Oh no. ", "Again. ", "Walking then. "]) + "Morning ferry cancelled, fog on the sound", urls=["https://saltmere.example/news/ferry-cancelled"])

# Innocent: a newsroom and its harbour desk openly post the same articles.
post_main = Account("saltmere_post", "The Saltmere Post", 700)
post_desk = Account("saltmere_post_harbour", "The Saltmere Post, harbour desk", 701)
HEADLINES = ["Fish market gets a new roof", "Lamp museum counts its lamps", "Ferry timetable for the autumn", "Choir needs a tenor", "Plum cake prize goes to the ropewalk", "Council hears both sides on lamps"]
for day, headline in enumerate(HEADLINES):
    at = moment(day * 2, 8, 0, rng.random() * 4)
    link = f"https://saltmere-post.example/{headline.lower().replace(' ', '-')}"
    x.post(post_main, at, f"{headline}. Our report.", urls=[link])
    x.post(post_desk, at + timedelta(seconds=2 + rng.random() * 6), f"From our desk: {headline.lower()}", urls=[link])

x.posts.sort(key=lambda p: p["id"])

COLUMNS = (
    "tweetid,userid,user_display_name,user_screen_name,account_creation_date,tweet_language,tweet_text,tweet_time,"
    "tweet_client_name,in_reply_to_userid,in_reply_to_tweetid,quoted_tweet_tweetid,is_retweet,retweet_userid,"
    "retweet_tweetid,like_count,hashtags,urls,user_mentions"
).split(",")


def row(p):
    a, reply, of = p["account"], p["reply_to"], p["repost_of"]
    return dict(
        tweetid=p["id"], userid=a.id, user_display_name=a.name, user_screen_name=a.handle, account_creation_date=a.made,
        tweet_language="en", tweet_text=p["text"], tweet_time=p["time"].strftime("%Y-%m-%d %H:%M"), tweet_client_name="Web App",
        in_reply_to_userid=reply["account"].id if reply else "", in_reply_to_tweetid=reply["id"] if reply else "",
        quoted_tweet_tweetid="", is_retweet="true" if of else "false", retweet_userid=of["account"].id if of else "",
        retweet_tweetid=of["id"] if of else "", like_count=str(rng.randrange(12)), hashtags="[" + ", ".join(f"'{t}'" for t in p["tags"]) + "]",
        urls="[" + ", ".join(f"'{u}'" for u in p["urls"]) + "]", user_mentions="[]",
    )


def v2(p):
    """The same post as `twarc2 flatten` writes it."""
    a, reply, of = p["account"], p["reply_to"], p["repost_of"]
    tweet = dict(
        id=p["id"], author_id=a.id, text=p["text"], lang="en", conversation_id=(reply or p)["id"],
        created_at=p["time"].strftime("%Y-%m-%dT%H:%M:%S.") + f"{p['time'].microsecond // 1000:03d}Z",
        author=dict(id=a.id, username=a.handle, name=a.name, created_at=a.made + "T00:00:00.000Z"),
        entities=dict(
            urls=[dict(url="https://t.example/" + p["id"][-8:], expanded_url=u) for u in p["urls"]],
            hashtags=[dict(tag=t) for t in p["tags"]],
        ),
        public_metrics=dict(retweet_count=0, reply_count=0, like_count=rng.randrange(12), quote_count=0),
    )
    if reply:
        tweet["referenced_tweets"] = [dict(type="replied_to", id=reply["id"])]
    if of:
        tweet["referenced_tweets"] = [dict(type="retweeted", id=of["id"], text=of["text"], author_id=of["account"].id)]
    return tweet


# The archive ends on the evening of the eighth day; the collection begins two days earlier, so that posts come twice.
archive = [p for p in x.posts if p["time"] < moment(8, 12)]
collection = [p for p in x.posts if p["time"] >= moment(6, 12)]

with open(HERE / "x-archive.csv", "w", encoding="utf-8", newline="") as file:
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    rows = [row(p) for p in archive]
    # What a spreadsheet does to a row.
    rows[40]["tweetid"] = f"{float(rows[40]['tweetid']):.4E}"
    rows[120]["tweetid"] = f"{float(rows[120]['tweetid']):.4E}"
    rows[77]["tweet_time"] = "yesterday"
    rows[150]["userid"] = ""
    rows[99]["tweet_time"] = "2023-08-01 12:00"  # The id knows better.
    for i, r in enumerate(rows):
        if i == 200:  # A line that lost its first half.
            file.write("the gulls have eaten it,2023-09-09 10:00,Web App\r\n")
        writer.writerow(r)
    writer.writerow(rows[10])  # The last export repeated a few rows.
    writer.writerow(rows[11])
    writer.writerow(rows[12])

with open(HERE / "x-collection.jsonl", "w", encoding="utf-8", newline="\n") as file:
    lines = [json.dumps(v2(p), ensure_ascii=False, separators=(",", ":")) for p in collection]
    lines.insert(60, '{"id":"17007","author_id":"12","text":"the power went out while this was writ')
    file.write("\n".join(lines) + "\n")

# ---------------------------------------------------------------------------------------- Telegram

members = [(f"user50010{n:03d}", name) for n, name in enumerate(
    "Aalis,Bram the Baker,Cleo,Dorrit,Eskil,Fenna,Gull Watcher,Hedda,Ivo,Jonne,Kaisa,Levi,Mirthe,Net Mender,Okko,Piet,Quinta,Runa".split(","))]
lamp_friends = [("user50077101", "Lamp Friend"), ("user50077102", "\u202eneerg ni pmaL\u202c"), ("user50077103", '"><img src=x onerror=alert(1)>')]
messages = []


def say(who, time, text, link=None, forwarded=None, reply=None):
    messages.append(dict(who=who, time=time, text=text, link=link, forwarded=forwarded, reply=reply))


for _ in range(130):
    roll = rng.random()
    link = rng.choice(PAGES) if roll < 0.15 else None
    say(rng.choice(members), any_moment(), small_talk(), link, forwarded="Saltmere Weather" if 0.15 < roll < 0.2 else None)
for at, text, link in telegram_waves:
    for who in rng.sample(lamp_friends, rng.choice([2, 3, 3])):
        say(who, at + timedelta(seconds=4 + rng.random() * 22), text + rng.choice(ENDINGS), link)
for who in rng.sample(members, 6):
    say(who, moment(6, 7, 42, 30) + timedelta(seconds=rng.random() * 40), "Morning ferry cancelled, fog on the sound", "https://saltmere.example/news/ferry-cancelled")

messages.sort(key=lambda m: m["time"])

# Pictures: the poster of the petition in two sizes, which its friends on Telegram show in four waves, and the fog on the
# sound, which whoever stood at the pier shows on that morning.
pictures = {}
lamp_names = [who for who, _ in lamp_friends]
shown = [m for m in messages if m["who"][0] in lamp_names and any(m["text"].startswith(WAVES[wave][2]) for wave in (0, 3, 6, 8))]
for m in shown:
    pictures[id(m)] = f"photos/poster-{1 + (m['who'][0] == lamp_names[1])}.png"
for m in [m for m in messages if m["text"].startswith("Morning ferry")][:4]:
    pictures[id(m)] = "photos/fog.png"

exported = []
for number, m in enumerate(messages, start=4001):
    local = m["time"] + timedelta(hours=2)  # Where the exporting computer stood.
    entities = [dict(type="plain", text=m["text"] + (" " if m["link"] else ""))]
    if m["link"]:
        entities.append(dict(type="link", text=m["link"]))
    message = dict(
        id=number, type="message", date=local.strftime("%Y-%m-%dT%H:%M:%S"), date_unixtime=str(int(m["time"].timestamp())),
        **{"from": m["who"][1]}, from_id=m["who"][0],
    )
    if id(m) in pictures:
        message["photo"] = pictures[id(m)]
    if m["forwarded"]:
        message["forwarded_from"] = m["forwarded"]
    message["text"] = [entities[0]["text"], *entities[1:]] if m["link"] else m["text"]
    message["text_entities"] = entities
    exported.append(message)
del exported[50]["date_unixtime"]  # An old export's message: local time only.
exported.insert(0, dict(id=4000, type="service", date="2023-09-04T02:00:00", date_unixtime="1693785600", actor="Aalis", actor_id="user50010000", action="create_group", title="Saltmere Talk", text="", text_entities=[]))

(HERE / "telegram-result.json").write_text(
    json.dumps(dict(name="Saltmere Talk", type="public_supergroup", id=1900500600, messages=exported), ensure_ascii=False, indent=1) + "\n",
    encoding="utf-8",
)

# ---------------------------------------------------------------------------------------- pictures


def png(name, size, pixel, texts=()):
    """A grey picture, without compression, so that every version of zlib writes the same bytes."""
    rows = b"".join(b"\0" + bytes(pixel(x / size, y / size) for x in range(size)) for y in range(size))
    blocks = [rows[at : at + 65535] for at in range(0, len(rows), 65535)]
    stored = b"".join(
        struct.pack("<BHH", at == len(blocks) - 1, len(block), len(block) ^ 0xFFFF) + block for at, block in enumerate(blocks)
    )
    data = b"\x78\x01" + stored + struct.pack(">I", zlib.adler32(rows))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0))]
    chunks += [(b"tEXt", key.encode() + b"\0" + text.encode()) for key, text in texts]
    chunks += [(b"IDAT", data), (b"IEND", b"")]
    with open(HERE / "photos" / name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for kind, body in chunks:
            file.write(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))


def grey(value):
    return max(0, min(255, int(value)))


def poster(x, y):
    """A dark sky, a sea with waves, a mole and five lamps with a glow."""
    value = 30 + 40 * y if y < 0.55 else 60 + 35 * math.sin(60 * y + 9 * math.sin(7 * x)) * (y - 0.4)
    if 0.5 < y < 0.6 and 0.1 < x < 0.8:
        value = 20
    for lamp in range(5):
        away = math.hypot(x - (0.15 + 0.15 * lamp), y - (0.3 + 0.04 * (lamp % 2)))
        value += 220 * math.exp(-((away / 0.035) ** 2)) + 60 * math.exp(-((away / 0.12) ** 2))
    return grey(value)


def fog(x, y):
    """A pier that ends in nothing, and a bollard."""
    value = 210 - 50 * y + 12 * math.sin(5 * x + 3 * y)
    if abs(x - 0.5) < 0.06 + 0.3 * max(0, y - 0.45) and y > 0.45:
        value = 120 - 60 * y + (25 if int(y * 40) % 2 else 0)
    if math.hypot(x - 0.72, (y - 0.8) / 1.6) < 0.05:
        value = 40
    return grey(value)


(HERE / "photos").mkdir(exist_ok=True)
MADE = "harbour at night, five green lamps, calm sea, poster\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 77, Size: 512x512"
png("poster-1.png", 160, poster, [("parameters", MADE)])
png("poster-2.png", 120, lambda x, y: grey(poster(x, y) * 0.95 + 8))
png("fog.png", 144, fog)
