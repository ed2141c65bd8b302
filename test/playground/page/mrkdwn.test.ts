import { type Inline, parseMrkdwn, parsePlain, plainText } from '../../../src/playground/page/slack/mrkdwn/parse.js';

/** The tree in one line, so that a table of cases can be read. */
function sketch(nodes: readonly Inline[]): string {
  return nodes.map(sketchOne).join('');
}

function sketchOne(node: Inline): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'break':
      return '⏎';
    case 'code':
      return `[code ${node.text}]`;
    case 'emoji':
      return node.character;
    case 'link':
      return `[link ${node.url} ${sketch(node.label)}]`;
    case 'user':
    case 'channel':
      return `[${node.kind} ${node.id}${node.label === undefined ? '' : ` ${node.label}`}]`;
    case 'broadcast':
      return `[broadcast ${node.name}]`;
    case 'date':
      return `[date ${node.seconds} ${node.format} ${node.fallback}${node.url === undefined ? '' : ` ${node.url}`}]`;
    default:
      return `[${node.kind} ${sketch(node.children)}]`;
  }
}

function render(text: string, verbatim = false): string {
  return parseMrkdwn(text, verbatim)
    .map((block) =>
      block.kind === 'preformatted'
        ? `{pre ${block.text}}`
        : block.kind === 'quote'
          ? `{quote ${sketch(block.children)}}`
          : sketch(block.children),
    )
    .join('|');
}

describe('what is markup', () => {
  test.each([
    ['bold, italic, strike', 'a *b* _c_ ~d~', 'a [bold b] [italic c] [strike d]'],
    ['styles inside styles', '*a _b_*', '[bold a [italic b]]'],
    ['a link in bold', '*<https://x.example/*|see>*', '[bold [link https://x.example/* see]]'],
    ['code holds no markup', '`*a* &lt;b&gt;`', '[code *a* <b>]'],
    ['links with entities', '<https://x.example/?a=1&amp;b=2|a &amp; b>', '[link https://x.example/?a=1&b=2 a & b]'],
    ['an address', '<mailto:a@x.example>', '[link mailto:a@x.example a@x.example]'],
    ['bare URLs', 'see https://x.example/a.', 'see [link https://x.example/a https://x.example/a].'],
    ['people and channels', '<@U1> <#C1|inbox>', '[user U1] [channel C1 inbox]'],
    ['everyone', '<!here>', '[broadcast here]'],
    ['dates', '<!date^1764^{date} at {time}|then>', '[date 1764 {date} at {time} then]'],
    ['dates with a link', '<!date^1^{date}^https://x.example|x>', '[date 1 {date} x https://x.example]'],
    ['emoji', ':fire: :+1: :flag-fr: :wave::skin-tone-3:', '🔥 👍 🇫🇷 👋'],
    ['quotes and lines', '> a\n&gt; b\nc', '{quote a⏎b}|c'],
    ['a fence', 'a\n```\n*b*\n```\nc', 'a|{pre *b*}|c'],
  ])('%s', (_name, text, expected) => expect(render(text)).toBe(expected));
});

describe('what stays text', () => {
  test.each([
    ['escaped markup', '&lt;!channel&gt; &lt;@U1&gt; &lt;b&gt;', '<!channel> <@U1> <b>'],
    ['entities are decoded once', '&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['entities other than Slack’s three', '&quot; &#60;', '&quot; &#60;'],
    ['HTML', '<b>x</b> <script>', '<b>x</b> <script>'],
    ['links to anything but pages and mail', '<javascript:alert(1)|x>', '<javascript:alert(1)|x>'],
    ['a date with no time', '<!date^now^{date}|x>', '<!date^now^{date}|x>'],
    ['signs between words', '2*3*4 snake_case_word', '2*3*4 snake_case_word'],
    ['signs after words', 'a*b* c_d_ e', 'a*b* c_d_ e'],
    ['short codes and URLs inside words', '1:100:2 xhttps://x.example', '1:100:2 xhttps://x.example'],
    ['signs before spaces', '* a * b', '* a * b'],
    ['an unclosed sign', '*a', '*a'],
    ['signs on different lines', '*a\nb*', '*a⏎b*'],
    ['unknown short codes and times', ':nope: 10:30:45', ':nope: 10:30:45'],
    ['Markdown', '# a [x](https://', '# a [x](https://'],
    ['indented text', '    a', '    a'],
  ])('%s', (_name, text, expected) => expect(render(text)).toBe(expected));

  test('bare URLs in verbatim text, while explicit links still work', () => {
    expect(render('https://x.example <https://y.example|y>', true)).toBe(
      'https://x.example [link https://y.example y]',
    );
  });
});

test('plain text knows emoji and lines, nothing else', () => {
  expect(sketch(parsePlain('*a* <@U1> &lt; :fire:\nb'))).toBe('*a* <@U1> &lt; 🔥⏎b');
  expect(sketch(parsePlain(':fire:', false))).toBe(':fire:');
});

test('what is read out has no markup', () => {
  expect(plainText('<https://x.example|see> <!date^1^{date}|Monday> &amp; more')).toBe('see Monday & more');
});

test('a text that is nothing but signs is read in no time', () => {
  const started = performance.now();
  parseMrkdwn('*_~`<'.repeat(600));
  parseMrkdwn(':'.repeat(3000));
  parseMrkdwn('*a '.repeat(1000));
  expect(performance.now() - started).toBeLessThan(1000);
});
