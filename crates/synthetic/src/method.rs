//! Method cards of the lens.

use model::MethodCard;

/// Single texts.
pub const TEXT: MethodCard = MethodCard {
    id: "machine_text",
    version: 1,
    lens: "synthetic",
    question: "How unusual is a text among human texts of its length and kind, in the direction of texts by chat models?",
    statistic: "Five members (words, characters, patterns of function words and endings, measures of style, surprise under a trigram model) give one score. The text is compared with human texts of the same bucket of length (25, 50, 100, 200, 400 words) and the register it is nearest to; p_conformal is the share of them that score at least as high, the text itself counted. It says how unusual the score is, and is no statement on who wrote the text.",
    null_model: "Human texts of the stratum, each scored by models that had seen no text of its source and register (leave-group-out conformal p-value). The interval is Clopper and Pearson's for the number of human texts compared with.",
    assumptions: &[
        "The text is as comparable with the stratum's human texts as these are with each other.",
        "It is English and in one piece; what comes after 800 words is not looked at.",
    ],
    innocent_explanations: &[
        "Formal, polished, translated and second-language writing by people scores higher; at 1 % one human text in a hundred is flagged, and more where its kind is not among the strata.",
        "Newsrooms, offices and people with disabilities use machines to write, translate and correct: machine words are not deceit.",
        "Templates, minutes, terms and abstracts follow forms as machines do.",
    ],
    known_failures: &[
        "The training texts are English, of 2019 to 2023; newer generators may not be seen.",
        "Continuations by models that were not taught to chat are not told from human text.",
        "Texts under 25 words, other languages and kinds of writing unlike the calibration are not answered.",
        "Light edits by a person lower the score; machine polish of a human text raises it.",
    ],
    references: &[
        "Vovk, Gammerman and Shafer 2005, Algorithmic Learning in a Random World",
        "Wu et al. 2024, DetectRL: Benchmarking LLM-Generated Text Detection in Real-World Scenarios",
        "Liang et al. 2023, GPT detectors are biased against non-native English writers",
    ],
};

/// An account's posts.
pub const ACCOUNT: MethodCard = MethodCard {
    id: "machine_account",
    version: 1,
    lens: "synthetic",
    question: "Do an account's posts together lie outside what posts of people show?",
    statistic: "The level of an account is the mean score of its posts (a model for posts, of 3 words and more; reposts and copies left out), with a 90 % interval for as many further posts. It is compared with the levels of human accounts, in units of the spread between people: more posts make the level surer and the spread no smaller.",
    null_model: "Human accounts, each scored by models that had not seen it; p is the account's rank among them and cannot be smaller than one over their number plus one.",
    assumptions: &[
        "The account's language and habits are as comparable with those of the human accounts as theirs are with each other.",
        "Posts come from one writer; a shared account has the mean of its writers.",
    ],
    innocent_explanations: &[
        "Absurd, poetic or templated writing by people scores like generated text.",
        "Weather, traffic and news services post by machine, and often say so.",
    ],
    known_failures: &[
        "Only 13 human accounts of one platform and of 2018 to 2020 are compared with: a rank among them is a hint, not a rate of errors.",
        "The generated posts it learned from are of Markov chains, recurrent networks and GPT-2; posts by chat models were not to be had.",
    ],
    references: &[
        "Fagni et al. 2021, TweepFake: About detecting deepfake tweets",
        "Robinson 1991, That BLUP is a good thing: the estimation of random effects",
    ],
};

/// Texts that are nearly the same, or of one group.
pub const CLUSTER: MethodCard = MethodCard {
    id: "machine_cluster",
    version: 1,
    lens: "synthetic",
    question: "Do texts that belong together show more than each alone?",
    statistic: "Each family of near-identical texts is one witness with one p_conformal; of a group of accounts each account with 20 posts or more is one too, with its rank among human accounts. p-values become e-values by 1 / (2 sqrt(p)), and their mean is an e-value whatever the texts share. An e-value of 20 or more has a probability of at most 1 in 20 when all are human texts of their kinds.",
    null_model: "All texts are human texts of their strata, in any dependence.",
    assumptions: &["Those of `machine_text`, for each text."],
    innocent_explanations: &[
        "One writer of an unusual style, or one press release, can stand behind all texts of a group.",
    ],
    known_failures: &["The mean is cautious: many slightly unusual texts hardly raise it."],
    references: &["Vovk and Wang 2021, E-values: Calibration, combination and applications"],
};

/// Phrases of chat models.
pub const PHRASES: MethodCard = MethodCard {
    id: "model_phrases",
    version: 1,
    lens: "synthetic",
    question: "Where does a text speak as a chat model, refuse as one, or leave an instruction or a gap in it?",
    statistic: "A fixed list of phrases is looked for in the folded text. Those in quotation marks, or after words that speak about phrases, are left out.",
    null_model: "None: each hit is shown with its place.",
    assumptions: &["The list is short and specific on purpose."],
    innocent_explanations: &[
        "Jokes, parodies and discussions use these phrases too, also without quotation marks.",
    ],
    known_failures: &["Few generated texts contain one; that none was found says nothing."],
    references: &["Yang and Menczer 2024, Anatomy of an AI-powered malicious social botnet"],
};

/// Disguised letters.
pub const TRICKS: MethodCard = MethodCard {
    id: "disguised_letters",
    version: 1,
    lens: "synthetic",
    question: "Where does a text hold characters that readers do not see or take for others?",
    statistic: "Invisible characters between letters, controls of direction, letters of other scripts within Latin words, letters in mathematical or full-width forms and unusual spaces are made plain before anything is scored, and counted with their places.",
    null_model: "None: each is shown with its place.",
    assumptions: &["The text came as it was written; programs on the way can add invisible characters."],
    innocent_explanations: &[
        "Web pages and editors leave soft hyphens, zero-width spaces and odd spaces.",
        "Styled letters are a fashion in names and headlines; languages of other scripts mix words of both.",
    ],
    known_failures: &["Look-alikes within the Latin script, and words spelled with digits, are not folded."],
    references: &["Unicode Technical Standard 39, Unicode Security Mechanisms"],
};

/// A language model of the user's own.
pub const LANGUAGE_MODEL: MethodCard = MethodCard {
    id: "local_language_model",
    version: 1,
    lens: "synthetic",
    question: "Is a text more probable to a language model of the user's own than comparable human texts are?",
    statistic: "Only with `--language-model DIR`. The model (Llama or Qwen2, in 32 bits on the CPU) reads the plain text up to 800 words and 1,024 tokens. Of each token it gives the probability after those before it; the mean logarithms of probability and rank and the mean entropy are given as they are. The curvature is the sum of the logarithms of the probabilities, less what is expected of text drawn from the model's own predictions, in standard deviations of such text: the conditional probability curvature of Fast-DetectGPT with the model as its own reference, which needs no draws. It enters neither the score nor the answer of `machine_text`.",
    null_model: "Human texts of the user's own of the same bucket of length and register, read by the same model (told by the hash of its folder) in `synthetic calibrate`; lm_p is the share of them with a curvature at least as high, the text itself counted. Without 200 such texts there is no p-value, and the numbers are raw: not calibrated.",
    assumptions: &[
        "The text is as comparable with these human texts as they are with each other.",
        "The model had read neither the text nor the human texts when it was trained, or all alike.",
    ],
    innocent_explanations: &[
        "Texts that a model has learned by heart (laws, prayers, agency copy, much quoted speeches) are highly probable to it.",
        "Formal, templated and second-language writing is more probable than free writing.",
    ],
    known_failures: &[
        "No accuracy was measured: no weights of a causal language model could be had when this was written. Only the arithmetic was checked, against an independent one.",
        "What the method can do depends on the model: small models, and those far from the generator, tell less.",
        "Paraphrase and light edits lower the curvature.",
        "The last digits depend on the processor: compare texts and calibration from one machine where a p-value lies on a threshold.",
    ],
    references: &[
        "Bao et al. 2024, Fast-DetectGPT: Efficient Zero-Shot Detection of Machine-Generated Text via Conditional Probability Curvature",
        "Su et al. 2023, DetectLLM: Leveraging Log Rank Information for Zero-Shot Detection of Machine-Generated Text",
        "Vovk, Gammerman and Shafer 2005, Algorithmic Learning in a Random World",
    ],
};

/// All cards of the lens.
pub const CARDS: &[MethodCard] = &[TEXT, ACCOUNT, CLUSTER, PHRASES, TRICKS, LANGUAGE_MODEL];

/// Cards of what runs without a language model of the user's own.
pub const WITHOUT_LANGUAGE_MODEL: &[MethodCard] = &[TEXT, ACCOUNT, CLUSTER, PHRASES, TRICKS];
