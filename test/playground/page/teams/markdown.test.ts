import { markdownToHtml, plainToHtml } from '../../../../src/playground/page/teams/markdown.js';

describe('markdown', () => {
  test.each([
    ['**bold** and *soft* and _soft_', '<strong>bold</strong> and <em>soft</em> and <em>soft</em>'],
    ['snake_case_name', 'snake_case_name'],
    ['5 * 3 * 2', '5 * 3 * 2'],
    ['\\*no\\* \\_marks\\_', '&#42;no&#42; &#95;marks&#95;'],
    ['\\<b\\>', '&#60;b&#62;'],
    ['one\ntwo', 'one<br>two'],
    ['- a\n- b\nafter', '<ul><li>a</li><li>b</li></ul>after'],
    ['1. a\n2. b', '<ol><li>a</li><li>b</li></ol>'],
    ['[site](https://a.example)', '<a href="https://a.example" target="_blank" rel="noopener">site</a>'],
    ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
    [
      '[x](https://a.example"onclick="b)',
      '<a href="https://a.example&quot;onclick=&quot;b" target="_blank" rel="noopener">x</a>',
    ],
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['<at>Anna</at> look', '<span class="teams-mention">Anna</span> look'],
    ['\\<at>Anna</at>', '&#60;at&gt;Anna&lt;/at&gt;'],
  ])('%j becomes %j', (source, html) => expect(markdownToHtml(source)).toBe(html));
});

test.each([
  ['**plain** <b>', '**plain** &lt;b&gt;'],
  ['a\nb', 'a<br>b'],
  ['<at>Referral Desk</at> deals', '<span class="teams-mention">Referral Desk</span> deals'],
])('people’s own words %j stay as they are but for mentions', (source, html) => expect(plainToHtml(source)).toBe(html));
