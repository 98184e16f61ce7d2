//! Every sentence that the lens can say.

use model::Template;

pub(super) const CONNECTED: Template = Template("{host} recorded that {ip} connected to it{at}.");
pub(super) const NO_ORIGIN: Template = Template("The address that connected is not recorded: {why}.");
pub(super) const COUNTRY: Template =
    Template("The table {table}, {made}, lists the recorded address {ip} under {value}.");
pub(super) const NETWORK: Template =
    Template("The table {table}, {made}, lists the recorded address {ip} in the network {value}.");
pub(super) const SERVICE: Template =
    Template("The table {table}, {made}, lists the recorded address {ip} as {value}.");
pub(super) const DISAGREE: Template =
    Template("The tables disagree about the recorded address {ip}: {values}.");
pub(super) const GREETING: Template =
    Template("{host} recorded that the connecting host called itself {helo}.");
pub(super) const ENVELOPE: Template = Template("The envelope names {address} as its sender.");
pub(super) const SIGNED: Template =
    Template("A holder of the key {selector} of {domain} signed these fields: {fields}{body}.");
pub(super) const NOT_HOLDING: Template =
    Template("A signature in the name of {domain}, key {selector}, does not hold{rest}.");
pub(super) const UNCHECKED: Template =
    Template("A signature in the name of {domain}, key {selector}, cannot be checked{rest}.");
pub(super) const SEALED: Template =
    Template("The seals of {sealers} hold: nobody changed what each of them wrote.");
pub(super) const SPF_PASS: Template =
    Template("{domain} listed {ip} among the addresses that may send for it.");
pub(super) const SPF_FAIL: Template =
    Template("{domain} did not list {ip} among the addresses that may send for it.");
pub(super) const DMARC_PASS: Template =
    Template("What authenticated the mail belongs to {domain}, the domain that the author names.");
pub(super) const DMARC_FAIL: Template =
    Template("Nothing that authenticated the mail belongs to {domain}, the domain that the author names.");
pub(super) const THEY_FOUND: Template = Template("{who} wrote that it found {results}.");
pub(super) const SEALER_FOUND: Template = Template("{who} wrote and sealed that it found {results}.");
pub(super) const CLAIMED: Template =
    Template("A field in the name of {who} says {results}; the sender could have written it.");
pub(super) const CROSS_CHECK: Template = Template("Something does not fit: {what}.");
pub(super) const RELAYED: Template = Template("There are signs of {what} on the way.");
pub(super) const NAMED_ADDRESS: Template = Template("The field {field} names {ip}.");
pub(super) const AUTHOR: Template = Template("The mail names {address} as its author.");
pub(super) const AMBIGUOUS: Template =
    Template("Programs may show different authors of this mail: {reasons}.");
pub(super) const REGISTRY: Template = Template(
    "The name {domain} ends in .{last}: that says in which registry it stands, and nothing about where the mail came in.",
);
pub(super) const LISTED: Template = Template("The list {list} holds {domain}.");
pub(super) const LOOK_ALIKE: Template = Template("{domain} looks like {like}: {how}.");

pub(super) const HANDED_ON: Template =
    Template("The mail was attached to another one; all of it is as whoever attached it handed it on.");
pub(super) const REBUILT: Template =
    Template("The mail was put together from what an Outlook file keeps: {parts}.");

/// All templates, for the lint.
pub const TEMPLATES: &[Template] = &[
    CONNECTED,
    NO_ORIGIN,
    COUNTRY,
    NETWORK,
    SERVICE,
    DISAGREE,
    GREETING,
    ENVELOPE,
    SIGNED,
    NOT_HOLDING,
    UNCHECKED,
    SEALED,
    SPF_PASS,
    SPF_FAIL,
    DMARC_PASS,
    DMARC_FAIL,
    THEY_FOUND,
    SEALER_FOUND,
    CLAIMED,
    CROSS_CHECK,
    RELAYED,
    NAMED_ADDRESS,
    AUTHOR,
    AMBIGUOUS,
    REGISTRY,
    LISTED,
    LOOK_ALIKE,
    HANDED_ON,
    REBUILT,
];

pub(super) const ASSUMED: &str = "The boundary is inferred; name your own hosts to make sure of it.";
pub(super) const LAST_HOP_ONLY: &str = "It is the last host before the receiver: a relay, a provider, a forwarder or a VPN may stand between it and a person.";
pub(super) const AS_OF_TABLE: &str = "As of the table, not as of the mail.";
pub(super) const ADDRESS_IS_NO_PERSON: &str =
    "An address can be rented, taken over or passed through from anywhere.";
pub(super) const LOCATION_NOT_RECORDED: &str = "Where a person was is not recorded in this mail.";
pub(super) const OWN_WORDS: &str = "The connecting host can say anything here.";
pub(super) const KEY_HOLDER_ONLY: &str =
    "It says who held a key, not who wrote the mail, and not that what it says is so.";
pub(super) const SEAL_IS_NO_TRUTH: &str = "It does not say that any of them told the truth.";
pub(super) const NO_KEY: &str = "The key is not on file; that is no statement about the mail.";
pub(super) const BODY_UNCHANGED: &str =
    "The key is not on file; the body is the one that the field says was signed.";
pub(super) const ORIGINAL_NOT_KEPT: &str =
    "The Outlook file does not keep the bytes that were signed; that is no statement about the mail.";
pub(super) const FIELDS_HOLD: &str =
    "The signed fields, as far as they were kept, are those that the holder of the key signed.";
pub(super) const NOT_AS_RECEIVED: &str = "Signatures cover bytes that such a file does not keep; the original as `.eml` from the mail store has them.";
pub(super) const NEVER_RECEIVED: &str = "It stores no header, as of drafts and sent mails: what stands here is whatever the program that saved the file says.";
pub(super) const ANYTHING_CAN_BE_ATTACHED: &str = "Anybody can attach a mail that was never received; ask for the file from the mail store of whoever got it.";
pub(super) const AS_ATTACHED: &str = "As whoever attached the mail handed it on.";
pub(super) const ASKING_FAILED: &str = "Asking for the key failed when somebody did.";
pub(super) const NO_REASON: &str = "No reason is known.";
pub(super) const BREAKS_ON_THE_WAY: &str =
    "Mailing lists, forwarders, filters and exports break signatures of honest mail.";
pub(super) const POLICY_IS_OF_DOMAIN: &str =
    "It is about the domain of the envelope; who used the address is not said.";
pub(super) const UNDATED_POLICY: &str =
    "The file with the domain's record tells no date; what the record was then is not known.";
pub(super) const ENVELOPE_NOT_RECORDED: &str =
    "The envelope sender stands where the sender could have written it.";
pub(super) const DOMAIN_IS_NO_PERSON: &str = "It is about a domain, not about who of it wrote the mail.";
pub(super) const METHODS_DIFFER: &str =
    "By the public suffix list (RFC 7489) the result is another one than by the tree walk (RFC 9989).";
pub(super) const PASS_IS_A_DOMAIN: &str = "A pass says which domain, never that the mail is harmless.";
pub(super) const SEALER_NOT_TRUSTED: &str = "Whether to believe the sealer is for you to say.";
pub(super) const INNOCENT_CAUSES: &str =
    "Wrong clocks, old software, forwarding and relays do this in honest mail.";
pub(super) const OWN_AUTHOR: &str = "it names an author of the receiver's own domain, came in from outside, and nothing shows that this domain sent it";
pub(super) const SERVICES_DO_THIS: &str =
    "Mailing lists, forwarders and services that send in somebody's name do this in honest mail.";
pub(super) const FORWARDER_CONNECTED: &str = "The connecting address is then the forwarder's.";
pub(super) const NOBODY_VOUCHES: &str = "Anybody who handled the mail could have written it.";
pub(super) const NOT_THE_CONNECTING: &str = "It is not the address that the receiver recorded.";
pub(super) const ANYBODY_CAN_WRITE: &str = "Anybody can write any address there.";
pub(super) const ACCOUNT_ONLY: &str = "At most it points to an account at a provider with a name there; accounts can be opened and used from anywhere.";
pub(super) const ANYBODY_CAN_OPEN: &str =
    "What the list is of, its maker says; read it before drawing on it.";

/// What stands beside every statement about who sent a mail, whatever the findings.
pub const ALTERNATIVES: [&str; 4] = [
    "an account that somebody opened for the purpose, from anywhere",
    "an account that somebody else took over",
    "a relay, VPN or remote computer between a person and the connecting address",
    "a file that was changed or made up after the fact",
];

/// What would settle it.
pub const WOULD_SETTLE: [&str; 4] = [
    "logs of the receiver for the connection, by the id in its line",
    "logs of the provider of the account and of the connecting address, by legal request",
    "the original file from the recipient's mail store, with all headers",
    "the domain's keys and policies as captured at the time",
];
