import { escapeMarkdownLine } from './escape-markdown-line';

it.each([
  ['a *bold* _word_ in `code`', 'a \\*bold\\* \\_word\\_ in \\`code\\`'],
  ['<script>alert(1)</script> &lt;', '\\<script\\>alert(1)\\</script\\> \\&lt;'],
  ['[here](javascript:alert)', '\\[here\\](javascript:alert)'],
  ['one | two\n\n# three', 'one \\| two # three'],
  ['# heading', '\\# heading'],
  ['- item', '\\- item'],
  ['12. April', '12\\. April'],
  ['=== rule', '\\=== rule'],
  ['~~gone~~ \\', '\\~\\~gone\\~\\~ \\\\'],
  ['Salt & Sons; &#60; &amp;', 'Salt & Sons; \\&#60; \\&amp;'],
  ['R2-D2, 3.5 m', 'R2-D2, 3.5 m'],
])('%j becomes %j', (text, markdown) => expect(escapeMarkdownLine(text)).toBe(markdown));
