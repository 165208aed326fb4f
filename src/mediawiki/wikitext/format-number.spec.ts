import { formatNumber } from './format-number';

test.each([
  ['4500', '', 'en', '4,500'],
  ['-1234567.891', '', 'en', '-1,234,567.891'],
  ['999', '', 'en', '999'],
  ['1234567', '', 'de', '1.234.567'],
  ['1234.5', '', 'de', '1.234,5'],
  ['1234', '', 'es', '1234'],
  ['12345', '', 'es', '12.345'],
  ['1234567', 'NOSEP', 'en', '1234567'],
  ['1,234.5', 'R', 'en', '1234.5'],
  ['some 4500 men', '', 'en', 'some 4,500 men'],
  ['4500', '', 'x-unknown', '4,500'],
  ['4500', '', '../../etc', '4,500'],
  ['none', '', 'en', 'none'],
])('%s (%s) in %s is %s', (text, option, language, expected) => {
  expect(formatNumber(text, option, language)).toBe(expected);
});
