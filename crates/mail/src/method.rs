//! Method cards of the lens.

use model::MethodCard;

/// Where a mail came in.
pub const MAIL_ORIGIN: MethodCard = MethodCard {
    id: "mail_origin",
    version: 1,
    lens: "mail",
    question: "Which address connected to the receiver, and which parts of the header could the sender have written?",
    statistic: "The Received lines are walked from the top while each was written by a host of the receiver, and ends at the line in which one of them took the mail from outside. The address in that line is the connecting address (level R2). Everything below it, and the body, is text that the sender could have written (R0), whatever it says.",
    null_model: "None: this is a reading of records, not a test.",
    assumptions: &[
        "The file is as the recipient's mail store kept it. Custody of the file is worth more than anything in it.",
        "Own hosts and networks are named by the user; where they are not, the receiver's lines are inferred from the form of large providers and from hosts handing over to each other, and every statement that rests on this says so.",
    ],
    innocent_explanations: &[
        "The connecting address is a relay, mailbox provider, mailing list, forwarder or VPN; a person may be anywhere.",
        "An account may have been opened for the purpose, or taken over.",
        "Odd times, names and greetings come from wrong clocks, old software and forwarding.",
    ],
    known_failures: &[
        "A sender inside the receiver's own domain, or on its private network, can look like the receiver.",
        "Where something between hides the peer's address, there is no connecting address to name.",
        "Countries are those of tables that the user names, as of their date; two tables disagree about more than a quarter of the addresses that send hostile mail.",
    ],
    references: &[
        "RFC 5321, section 4.4, Trace Information",
        "SpamAssassin, TrustPath: trusted and internal networks",
    ],
};

/// What signatures and policies say.
pub const MAIL_AUTHENTICATION: MethodCard = MethodCard {
    id: "mail_authentication",
    version: 1,
    lens: "mail",
    question: "Which domains' keys signed which parts of a mail, what do domains say about the connecting address, and what did others find?",
    statistic: "SPF, DKIM, ARC and DMARC are checked against DNS answers and keys from files, for the time of receipt and for now; DMARC by the public suffix list and by the tree walk, for each reading of the author. A record that no file holds makes a result \"not known\", never a pass or a fail. Authentication-Results are read as what they are: the receiver's word above the boundary, a sealer's under a valid chain, text elsewhere.",
    null_model: "None: these are checks, not tests.",
    assumptions: &[
        "The files hold what was in the DNS at the time; a key that did not come from a dated answer is named as such.",
        "The mail's bytes are those that were signed; damage by storage and export is undone where it can be, and named.",
    ],
    innocent_explanations: &[
        "Signatures of honest mail break in mailing lists, forwarders, filters and exports.",
        "A pass says which domain; anybody can own a domain, and any account of it can send.",
        "Several authors in one mail may be an old program's habit.",
    ],
    known_failures: &[
        "A key holder is not the author, and need not be the domain's owner.",
        "Without captured DNS answers most checks end in \"not known\".",
    ],
    references: &[
        "RFC 7208 (SPF), RFC 6376, 8301 and 8463 (DKIM), RFC 8617 (ARC), RFC 7489 and 9989 (DMARC), RFC 8601",
        "Chen, Paxson & Jiang 2020, Composition Kills: A Case Study of Email Sender Authentication (USENIX Security)",
    ],
};

/// Which mails belong together.
pub const MAIL_CAMPAIGN: MethodCard = MethodCard {
    id: "mail_campaign",
    version: 1,
    lens: "mail",
    question: "Which mails belong together, and in what do they agree?",
    statistic: "Mails are joined where nearly the same text and either a value of the sender (key, account, network, operator, software) or the time agree, each beyond what is common; where a rare text is the same word for word and nothing recorded speaks against it; or where one verified key, which no mail of the background has, signed both. An agreement weighs the logarithm of a likelihood ratio: how often mails of one campaign agree, over how common the value is. Mails of one text whose recorded keys, networks and operators have nothing in common disagree, and that weighs against joining them, the less the more the text's other mails change what is recorded.",
    null_model: "A background of other mails that the user names; without one the mails themselves, where whatever many unrelated people send looks like a campaign.",
    assumptions: &[
        "The background is of the same office or kind, and holds no mail of the campaign.",
        "How often mails of one campaign agree is assumed (between 0.3 and 0.9 by kind), as no campaigns with known senders are public.",
    ],
    innocent_explanations: &[
        "A text can be copied by anybody, and is where it was published.",
        "A template, an automatic reply, a newsletter or a petition is sent by many who have nothing to do with each other.",
        "A provider, relay or mailing list gives its users a common network, key and software.",
    ],
    known_failures: &[
        "A sender who changes text, account, network and time at once is not seen.",
        "Mails of fewer than eight words have no text to compare.",
        "Who imitates text, account and time of another is joined with them where nothing is recorded that differs, and where copies are about as many as what they copy.",
    ],
    references: &[
        "Fellegi & Sunter 1969, A Theory for Record Linkage (JASA)",
        "Broder 1997, On the Resemblance and Containment of Documents (MinHash)",
    ],
};

/// Cards of this lens.
pub const CARDS: &[MethodCard] = &[MAIL_ORIGIN, MAIL_AUTHENTICATION, MAIL_CAMPAIGN];
