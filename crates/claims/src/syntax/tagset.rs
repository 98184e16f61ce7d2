//! Names of parts of speech and of dependencies.

macro_rules! names {
    ($(#[$doc:meta])* $type:ident, $variants:literal: $($(#[$one:meta])* $name:ident $text:literal,)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum $type { $($(#[$one])* $name,)* }

        impl $type {
            /// All of them; the number of one is its place here.
            pub const ALL: [Self; $variants] = [$(Self::$name,)*];

            /// Its name in treebanks.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The one of this name.
            pub fn of_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|item| item.name() == name)
            }

            /// The one of this number.
            pub fn of_number(number: usize) -> Option<Self> {
                Self::ALL.get(number).copied()
            }
        }
    };
}

names! {
    /// A part of speech of the Penn Treebank, as the English Web Treebank extends them.
    Tag, 49:
    Cc "CC", Cd "CD", Dt "DT", Ex "EX", Fw "FW", In "IN", Jj "JJ", Jjr "JJR", Jjs "JJS", Ls "LS", Md "MD",
    Nn "NN", Nnp "NNP", Nnps "NNPS", Nns "NNS", Pdt "PDT", Pos "POS", Prp "PRP", PrpPossessive "PRP$",
    Rb "RB", Rbr "RBR", Rbs "RBS", Rp "RP", Sym "SYM", To "TO", Uh "UH", Vb "VB", Vbd "VBD", Vbg "VBG",
    Vbn "VBN", Vbp "VBP", Vbz "VBZ", Wdt "WDT", Wp "WP", WpPossessive "WP$", Wrb "WRB", Add "ADD", Afx "AFX",
    Gw "GW", Hyph "HYPH", Nfp "NFP", Comma ",", Stop ".", Colon ":", Opening "``", Closing "''",
    Bracket "-LRB-", BracketEnd "-RRB-", Dollar "$",
}

impl Tag {
    /// Nouns and names.
    pub fn is_noun(self) -> bool {
        matches!(self, Self::Nn | Self::Nns | Self::Nnp | Self::Nnps)
    }

    /// Names.
    pub fn is_name(self) -> bool {
        matches!(self, Self::Nnp | Self::Nnps)
    }

    /// Verbs, but not modal ones.
    pub fn is_verb(self) -> bool {
        matches!(self, Self::Vb | Self::Vbd | Self::Vbg | Self::Vbn | Self::Vbp | Self::Vbz)
    }

    /// Verbs that may head a clause of their own.
    pub fn is_finite(self) -> bool {
        matches!(self, Self::Vbd | Self::Vbp | Self::Vbz | Self::Md)
    }

    /// Marks of punctuation.
    pub fn is_mark(self) -> bool {
        matches!(
            self,
            Self::Comma
                | Self::Stop
                | Self::Colon
                | Self::Opening
                | Self::Closing
                | Self::Bracket
                | Self::BracketEnd
                | Self::Hyph
                | Self::Nfp
        )
    }
}

names! {
    /// A dependency of Universal Dependencies, the rarer ones under their nearest kin.
    Relation, 31:
    Acl "acl", Relative "acl:relcl", Advcl "advcl", Advmod "advmod", Amod "amod", Appos "appos", Aux "aux",
    AuxPassive "aux:pass", Case "case", Cc "cc", Ccomp "ccomp", Compound "compound", Conj "conj", Cop "cop",
    Det "det", Expletive "expl", Mark "mark", Nmod "nmod", Possessive "nmod:poss", Subject "nsubj",
    SubjectPassive "nsubj:pass", Nummod "nummod", Object "obj", Oblique "obl", Agent "obl:agent",
    Parataxis "parataxis", Particle "compound:prt", Punct "punct", Root "root", Xcomp "xcomp", Other "dep",
}

impl Relation {
    /// The one under which a relation of the treebank is kept.
    pub fn of_treebank(name: &str) -> Self {
        if let Some(same) = Self::of_name(name) {
            return same;
        }
        match name {
            "nsubj:outer" | "csubj" | "csubj:outer" => Self::Subject,
            "csubj:pass" => Self::SubjectPassive,
            "flat" | "goeswith" => Self::Compound,
            "nmod:unmarked" | "nmod:desc" => Self::Nmod,
            "obl:unmarked" => Self::Oblique,
            "iobj" => Self::Object,
            "advcl:relcl" => Self::Advcl,
            "det:predet" => Self::Det,
            "cc:preconj" => Self::Cc,
            "list" => Self::Parataxis,
            _ => match name.split_once(':') {
                Some((general, _)) => Self::of_treebank(general),
                None => Self::Other,
            },
        }
    }
}
