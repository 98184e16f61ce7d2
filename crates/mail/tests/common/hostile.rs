//! Mails made to take long or to take much memory.

/// Makes one of them, that many times smaller than it is measured.
pub type Make = fn(usize) -> Vec<u8>;

/// By name.
pub const MAILS: [(&str, Make); 16] = [
    ("nested_multiparts", |part| {
        (0..20_000 / part).map(|n| multipart(&format!("b{n}"))).collect::<String>().into()
    }),
    ("nested_messages", |part| "Content-Type: message/rfc822\n\n".repeat(1_000_000 / part).into()),
    ("one_boundary_reused", |part| multipart("b").repeat(500_000 / part).into()),
    ("a_million_parts", |part| many_parts("\n\n", 1_000_000 / part)),
    ("boundaries_nearly", |part| many_parts("--bb\n-- b\n--b-\n", 2_000_000 / part)),
    ("long_boundary", |part| many_parts(&format!("--{}\n", "b".repeat(10_000)), 3_000 / part)),
    ("parts_with_long_headers", |part| many_parts(&format!("X: {}\n\n", "x".repeat(30_000)), 1_000 / part)),
    ("continued_parameters", |part| {
        let parameters: String = (0..300_000 / part).map(|n| format!(";\n boundary*{n}*=%62")).collect();
        format!("Content-Type: multipart/mixed{parameters}\n\n--b\n").into()
    }),
    ("continued_parameters_in_parts", |part| {
        let parameters: String = (0..600).map(|n| format!(";b*{n}=b")).collect();
        many_parts(&format!("Content-Type: text/plain{parameters}\n\nx\n"), 5_000 / part)
    }),
    ("open_tags", |part| html(&"<div style='display:none'>".repeat(3_000_000 / part))),
    ("open_quotes", |part| html(&"<a href='".repeat(5_000_000 / part))),
    ("attributes", |part| html(&format!("<p {}>", "a ".repeat(4_000_000 / part)))),
    ("ampersands", |part| html(&"&amp".repeat(5_000_000 / part))),
    ("unclosed_styles", |part| html(&"<style></".repeat(4_000_000 / part))),
    ("encoded_words", |part| format!("Subject: {}\n\n", "=?utf-8?q?=41?= ".repeat(60_000 / part)).into()),
    ("links", |part| {
        format!("\n{}", "https://a.example/?b=https://c.example ".repeat(500_000 / part)).into()
    }),
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
