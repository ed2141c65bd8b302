import type { MailParts } from './compose-mail.js';

/*
 * What mail programs show is what they showed twenty years ago: tables for layout, a style on every element, no script,
 * nothing fetched from elsewhere. Those that know style sheets get the dark colours from the one in the head; those that
 * turn colours around by themselves find none that would be unreadable then.
 */
const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const text = `${font};font-size:16px;line-height:24px;color:#1d2226`;
const small = `${font};font-size:13px;line-height:19px;color:#5a646d`;

const darkColours = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .outer { background: #15171a !important; }
  .sheet { background: #24282d !important; border-color: #343a40 !important; }
  .text { color: #e2e5e8 !important; }
  .small { color: #9aa5ae !important; }
  .alert { background: #3d3115 !important; color: #f5d9a0 !important; }
  .button { background: #4fb8af !important; }
  .button a { color: #0d1f1e !important; }
}
@media (max-width: 480px) {
  .outer { padding: 0 !important; }
  .sheet { border: 0 !important; border-radius: 0 !important; }
  .inner { padding: 20px !important; }
}`;

/** A mail as HTML, everything in it escaped. */
export function mailHtml(parts: MailParts): string {
  const { language, title, sender, alert, paragraphs, facts, advice, link, signature, footer } = parts;
  const rows = [
    ...(sender ? [row(`<p class="small" style="margin:0;${small};font-weight:bold">${escaped(sender)}</p>`)] : []),
    ...(alert ? [row(alertBox(alert))] : []),
    ...paragraphs.map((paragraph) => row(paragraphOf(escaped(paragraph)))),
    ...(facts.length > 0 ? [row(factTable(facts))] : []),
    ...(advice ? [row(paragraphOf(escaped(advice)))] : []),
    ...(link ? [row(linkButton(link))] : []),
    ...(signature.length > 0 ? [row(paragraphOf(signature.map(escaped).join('<br>')))] : []),
    row(`<p class="small" style="margin:8px 0 0;${small}">${escaped(footer)}</p>`),
  ];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
<style>${darkColours}
</style>
</head>
<body class="outer" style="margin:0;padding:0;background:#f5f6f7">
${table('width="100%"', `<tr><td class="outer" align="center" style="padding:24px 12px;background:#f5f6f7">`)}
${table('class="sheet" width="100%"', '<tr><td class="inner" style="padding:28px 32px 20px">', 'max-width:600px;background:#ffffff;border:1px solid #dfe3e6;border-radius:8px;border-collapse:separate')}
${table('width="100%"', rows.join('\n'))}
</table>
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

/** Opens a table that only lays out: for a screen reader there is none. */
const table = (attributes: string, inside: string, style = '') =>
  `<table role="presentation" ${attributes} cellpadding="0" cellspacing="0" border="0" style="${style}">\n${inside}`;

const row = (inside: string) => `<tr><td style="padding:0 0 16px">${inside}</td></tr>`;

const paragraphOf = (html: string) => `<p class="text" style="margin:0;${text}">${html}</p>`;

const alertBox = (alert: string) =>
  `${table('width="100%"', `<tr><td class="alert" style="padding:12px 16px;border-radius:6px;background:#fff5dd;${text};color:#5c3d00;font-weight:bold">${escaped(alert)}</td></tr>`)}</table>`;

/** A real table: what stands on the left names what stands on the right. */
const factTable = (facts: MailParts['facts']) =>
  `<table cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse">\n${facts
    .map(
      ({ label, value }) =>
        `<tr><th scope="row" class="small" align="left" valign="top" style="padding:3px 16px 3px 0;${small};line-height:24px;font-weight:normal">${escaped(label)}</th>` +
        `<td class="text" valign="top" style="padding:3px 0;${text}">${escaped(value)}</td></tr>`,
    )
    .join('\n')}\n</table>`;

/** A cell with a colour, since Outlook on Windows gives a link no padding. */
const linkButton = ({ text: label, url }: NonNullable<MailParts['link']>) =>
  `${table('', `<tr><td class="button" bgcolor="#17706a" style="border-radius:6px;background:#17706a;mso-padding-alt:12px 20px"><a href="${escaped(url)}" style="display:inline-block;padding:12px 20px;${font};font-size:16px;line-height:20px;font-weight:bold;color:#ffffff;text-decoration:none">${escaped(label)}</a></td></tr>`)}</table>`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
