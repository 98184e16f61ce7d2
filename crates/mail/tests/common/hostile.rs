//! Mails made to take long or to take much memory.

/// Makes one of them.
pub type Make = fn() -> Vec<u8>;

/// By name.
pub const MAILS: [(&str, Make); 16] = [
    ("nested_multiparts", || (0..20_000).map(|n| multipart(&format!("b{n}"))).collect::<String>().into()),
    ("nested_messages", || "Content-Type: message/rfc822\n\n".repeat(1_000_000).into()),
    ("one_boundary_reused", || multipart("b").repeat(500_000).into()),
    ("a_million_parts", || many_parts("\n\n", 1_000_000)),
    ("boundaries_nearly", || many_parts("--bb\n-- b\n--b-\n", 2_000_000)),
    ("long_boundary", || many_parts(&format!("--{}\n", "b".repeat(10_000)), 3_000)),
    ("parts_with_long_headers", || many_parts(&format!("X: {}\n\n", "x".repeat(30_000)), 1_000)),
    ("continued_parameters", || {
        let parameters: String = (0..300_000).map(|n| format!(";\n boundary*{n}*=%62")).collect();
        format!("Content-Type: multipart/mixed{parameters}\n\n--b\n").into()
    }),
    ("continued_parameters_in_parts", || {
        let parameters: String = (0..600).map(|n| format!(";b*{n}=b")).collect();
        many_parts(&format!("Content-Type: text/plain{parameters}\n\nx\n"), 5_000)
    }),
    ("open_tags", || html(&"<div style='display:none'>".repeat(3_000_000))),
    ("open_quotes", || html(&"<a href='".repeat(5_000_000))),
    ("attributes", || html(&format!("<p {}>", "a ".repeat(4_000_000)))),
    ("ampersands", || html(&"&amp".repeat(5_000_000))),
    ("unclosed_styles", || html(&"<style></".repeat(4_000_000))),
    ("encoded_words", || format!("Subject: {}\n\n", "=?utf-8?q?=41?= ".repeat(60_000)).into()),
    ("links", || format!("\n{}", "https://a.example/?b=https://c.example ".repeat(500_000)).into()),
];

fn multipart(boundary: &str) -> String {
    format!("Content-Type: multipart/mixed; boundary={boundary}\n\n--{boundary}\n")
}

fn many_parts(part: &str, count: usize) -> Vec<u8> {
    let mut mail = multipart("b");
    for _ in 0..count {
        mail.push_str(part);
        mail.push_str("--b\n");
    }
    mail.into()
}

fn html(page: &str) -> Vec<u8> {
    format!("Content-Type: text/html\n\n{page}").into()
}
