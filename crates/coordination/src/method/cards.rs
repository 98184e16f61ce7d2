//! Method cards: what each method of the lens asks, computes, assumes and gets wrong.

use model::MethodCard;

/// The co-action count.
pub const CO_ACTION: MethodCard = MethodCard {
    id: "co_action",
    version: 1,
    lens: "coordination",
    question: "Which accounts acted on the same objects within a short time of each other, and how often?",
    statistic: "For each pair of accounts: the distinct objects on which both acted within the window (inclusive), the pairs of actions within it, and the mean time between the two actions of a pair.",
    null_model: "None: these are counts. Activity and popularity alone produce many of them, so a count is where looking begins, not a measure of how surprising it is.",
    assumptions: &[
        "Times are right to within the window; times that are stated by the minute cannot support a shorter window.",
        "The posts are all, or an even sample, of what the accounts did; a collection by keyword makes every account in it look alike.",
    ],
    innocent_explanations: &[
        "Both accounts react to the same event, broadcast or notification at the moment it happens.",
        "Both are very active, or the object is very popular, so that meetings by chance are expected.",
        "Share buttons, scheduling programs and feeds post the same link at the same minute for unrelated people.",
        "The accounts belong to one openly known owner, newsroom, party, union or fan club that posts together.",
    ],
    known_failures: &[
        "Groups that act minutes or hours apart are not seen by a window of seconds.",
        "One post can act in several layers (its link, its tags, its text), so objects of different layers are not independent.",
    ],
    references: &[
        "Pacheco et al. 2021, Uncovering Coordinated Networks on Social Media: Methods and Case Studies (ICWSM)",
        "Weber & Neumann 2021, Amplifying influence through coordinated behaviour in social networks (SNAM)",
        "Righetti & Balluff 2025, CooRTweet: A Generalized R Software for Coordinated Network Detection",
    ],
};

/// The comparison of pairs with chance.
pub const CO_CHANCE: MethodCard = MethodCard {
    id: "co_chance",
    version: 2,
    lens: "coordination",
    question: "Which pairs of accounts act together more than their activity, common interest, platform, language and hours explain?",
    statistic: "For each pair, layer and window: the sum, over distinct common objects, of how unusual the moment of meeting is on its object (minus the logarithm of the meetings that the object's other actions lead one to expect). P-values are exact tails of a compound Poisson law, fused over layers and windows by the Cauchy combination test; q-values are Benjamini and Hochberg's over all pairs of accounts that could have met. Pairs are ranked by `surprise`, the evidence in nats against what chance expects of these two.",
    null_model: "Labels of accounts are exchanged between actions of equal circumstances: two given accounts meet in proportion to the product of their shares (of actions, or of distinct partners, whichever is larger), raised for members of communities with lasting common interest, for accounts of one platform and language and for common hours. Circumstances only ever raise what is expected.",
    assumptions: &[
        "The data hold a background of accounts that act on their own. Where most accounts act in concert, as in a set made of one operation, nothing stands out and significance means nothing.",
        "Communities of interest are found from who acts on what at any time; bursts within the widest window are left out of that.",
        "Times are right to within the narrowest window.",
    ],
    innocent_explanations: &[
        "Pages of one newsroom, party, union, company or fan club are run together openly and post the same at the same time.",
        "Scheduling programs, share buttons, feeds and syndication post one link for unrelated people at once.",
        "Both accounts follow the same third account or broadcast and react to it within minutes.",
        "One person has several accounts, as is common and mostly allowed.",
    ],
    known_failures: &[
        "A pair that met once or twice is rarely a discovery, however real: most small groups are found in part.",
        "Groups that act hours apart, or on objects that everybody shares, are not seen.",
        "Objects with very many pairs are left out of windows wider than a minute; the report says how many.",
        "Interest that came up within the data's time, or is shared by fewer than 20 accounts, is not explained away.",
        "A language counts by what the source states, where at least 20 accounts of a platform mostly post in it.",
    ],
    references: &[
        "Benjamini & Hochberg 1995, Controlling the false discovery rate (JRSS B)",
        "Liu & Xie 2020, Cauchy combination test (JASA)",
        "Panjer 1981, Recursive evaluation of a family of compound distributions (ASTIN Bulletin)",
        "Traag, Waltman & van Eck 2019, From Louvain to Leiden (Scientific Reports)",
        "Pacheco et al. 2021, Uncovering Coordinated Networks on Social Media (ICWSM)",
    ],
};

/// Groups among the discoveries.
pub const CO_GROUP: MethodCard = MethodCard {
    id: "co_group",
    version: 1,
    lens: "coordination",
    question: "Which accounts belong together, by the pairs that act together more than chance explains?",
    statistic: "Communities of the network of discovered pairs, weighted by surprise (Leiden algorithm, resolution 1, without randomness), of three accounts or more. For each: meetings of all its pairs against what chance expects of them; moments in which members acted together; what remains when one object is left out.",
    null_model: "As for `co_chance`, added up over all pairs of the group. The group was chosen because its pairs meet often, so its own p-value describes and does not test.",
    assumptions: &["Those of `co_chance`."],
    innocent_explanations: &[
        "The accounts are openly run together: one publisher, party, union, company or fan club.",
        "They are fed by one program or feed, or take part in a public campaign day.",
        "A group that rests on one object may be an audience of that object.",
    ],
    known_failures: &[
        "Two groups that share members or objects may come out as one, and one large group as several.",
        "Members whose pairs are not discoveries are missing.",
    ],
    references: &["Traag, Waltman & van Eck 2019, From Louvain to Leiden (Scientific Reports)"],
};

/// Single accounts beside the others.
pub const CO_ACCOUNT: MethodCard = MethodCard {
    id: "co_account",
    version: 1,
    lens: "coordination",
    question: "Which accounts post unlike the other accounts of their platform: by the clock, without pause, in copies, within seconds, or under names and dates made in series?",
    statistic: "Per account, where it has enough data: entropy of its hours (20 posts) and of the times between its posts (20), share of its texts that stand in the data more than once (10 texts), share of its reposts within seconds (10 dated reposts), accounts made within a day of it against the month around (30 dated accounts), other handles with the same letters, digits at the end of its handle. For each a robust z-score: distance from the median of the accounts of its platform, over their spread (scaled median absolute deviation; scaled mean absolute deviation where more than half are equal) and the account's own sampling error, together. From 3.5 on a value is told.",
    null_model: "The other accounts of the same platform in these data with enough observations, at least 30. Beyond that there is no model of chance: a z-score says how unlike the others an account is, not why.",
    assumptions: &[
        "Most accounts of the platform in the data are ordinary. In a set made of one operation the median is the operation's.",
        "The posts are all, or an even sample, of what the accounts did; a collection by keyword changes entropies and shares.",
    ],
    innocent_explanations: &[
        "Newsrooms, shops, weather services and feeds post by program, by the clock and in several copies, openly.",
        "Several people on shift, or in several time zones, fill all hours of one account.",
        "Petitions, campaigns and share buttons put the same words into many mouths.",
        "Fast reposts come from people with notifications switched on, and from fan clubs.",
        "Platforms propose handles that end in digits; classes, conferences and news of a new platform make many people join on one day.",
    ],
    known_failures: &[
        "Entropies depend on how much an account posts, and on the span of the data.",
        "A program that adds random pauses looks like a person, and a person with strict habits like a program.",
        "Several indicators of one account are not independent.",
        "About one account in some hundred stands out in one indicator by nothing but the tails of ordinary habits: the share that does is printed beside each.",
    ],
    references: &[
        "Iglewicz & Hoaglin 1993, How to Detect and Handle Outliers (ASQC)",
        "Chu, Gianvecchio, Wang & Jajodia 2012, Detecting Automation of Twitter Accounts (IEEE TDSC)",
        "Miller 1955, Note on the bias of information estimates",
        "Agresti & Coull 1998, Approximate is better than exact for interval estimation of binomial proportions",
    ],
};

/// Cards of this lens.
pub const CARDS: &[MethodCard] = &[CO_ACTION, CO_CHANCE, CO_GROUP, CO_ACCOUNT];
