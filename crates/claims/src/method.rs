//! Method cards of the lens.

use model::MethodCard;

/// What articles say that somebody says.
pub const CLAIMS_LEDGER: MethodCard = MethodCard {
    id: "claims_ledger",
    version: 1,
    lens: "claims",
    question: "Who is reported to claim, accuse, deny or demand what, about whom, in which words?",
    statistic: "Two conditional random fields find the words of saying and, for each, source and content; rules add what they miss and name themselves. A logistic regression gives the probability that a careful reader marks the same. Speakers are resolved within an article and over articles by full name, title, surname, role and pronoun; `unresolved` is an answer. The kind of statement comes from a table of frames that is the same for every speaker; a model learned from annotated statements, to which all names are one word, overrules it where it is far surer of another kind, and is named then (`learned`).",
    null_model: "None: this is a reading of texts, not a test.",
    assumptions: &[
        "The article says what it says: whether that is so, and whether the person said it, is not checked.",
        "The text is English news. Of other languages quotations alone are listed, without a speaker.",
    ],
    innocent_explanations: &[
        "A newspaper shortens, translates and paraphrases; the words may be the writer's.",
        "A headline may be stronger than the text under it.",
        "A person may have been quoted from elsewhere, years ago, or out of context.",
    ],
    known_failures: &[
        "Two in five reports of belief, intention or decree are missed; careful readers differ about them too.",
        "Sarcasm and accusations without a word of wrongdoing are often listed as plain statements, and colourful plain statements sometimes as accusations.",
        "A pronoun, or a description that a later name seems to fit, may be given to the wrong person; the words are shown beside the name.",
    ],
    references: &[
        "Newell, Margolin & Ruths 2018, An Attribution Relations Corpus for Political News (LREC)",
        "Pareti et al. 2013, Automatically Detecting and Attributing Indirect Quotations (EMNLP)",
        "Lafferty, McCallum & Pereira 2001, Conditional Random Fields (ICML)",
    ],
};

/// How statements hang together.
pub const CLAIMS_LINKS: MethodCard = MethodCard {
    id: "claims_links",
    version: 1,
    lens: "claims",
    question: "Which statement answers which accusation, which is repeated, and to which accusation is there no answer in these articles?",
    statistic: "Near copies share half of their runs of five words. The same claim is told by BM25 over contents, with the same sign. An answer is a denial by the accused, or by who speaks for it, that is not older than the accusation and speaks of the same conduct or refers back; a denial in general words is a generic denial near the accusation and a possible answer elsewhere; so is a denial next to an accusation of nobody who is known, and what the accused says next. Not to comment answers nothing. A contradiction is only ever possible.",
    null_model: "None: likeness of words, with thresholds from a set of invented stories.",
    assumptions: &[
        "The order in time is that of the dates which articles state.",
        "The articles at hand are a choice: an answer may stand in another one.",
    ],
    innocent_explanations: &[
        "No answer found means that these articles have none, not that nobody answered.",
        "Many outlets print one agency's text.",
    ],
    known_failures: &[
        "Most answers in other words, by assertion instead of denial, are missed.",
        "A wrong speaker makes a wrong answer, and may hide that there is none.",
    ],
    references: &["Robertson & Zaragoza 2009, The Probabilistic Relevance Framework: BM25 and Beyond"],
};

/// All cards of the lens.
pub const CARDS: &[MethodCard] = &[CLAIMS_LEDGER, CLAIMS_LINKS];
