import { codeOf, describeFailure, isCut, isSchemaMissing, judge, type Verdict } from './error-policy';
import { Unreachable } from './unreachable';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

const TABLE: [Verdict, string[]][] = [
  [
    'unreachable',
    [
      ...['08000', '08001', '08003', '08004', '08006', '08P01', '28000', '28P01', '53000', '53100', '53200', '53300'],
      ...['57P01', '57P02', '57P03', '58000', '58030', '25P03', '25006', '3D000', '42P01', '57014'],
      ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'],
    ],
  ],
  ['retry', ['40001', '40P01', '55P03']],
  ['bug', ['22P02', '22P05', '22021', '23505', '23502', '42601', '42703', '42804', '42501', '2201W', '54000', 'XX000']],
];

describe('what an error of Postgres means', () => {
  it.each(TABLE.flatMap(([verdict, codes]) => codes.map((code) => [code, verdict] as const)))(
    'F60 %s: %s',
    (code, verdict) => {
      expect(judge(withCode(code))).toBe(verdict);
    },
  );

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated',
    'Client has encountered a connection error and is not queryable',
    'timeout exceeded when trying to connect',
    'Cannot use a pool after calling end on the pool',
    'Connection terminated due to connection timeout',
    'Query runner already released. Cannot run queries anymore.',
  ])('F60 the driver without a code: %s', (message) => {
    expect(judge(new Error(message))).toBe('unreachable');
  });

  it('F60 anything else is a bug of ours', () => {
    for (const error of [new Error('x is undefined'), new TypeError('x'), null, undefined, 'text', {}]) {
      expect(judge(error)).toBe('bug');
    }
  });

  it('looks into causes and into several errors at once', () => {
    expect(codeOf(new Error('outer', { cause: withCode('57P01') }))).toBe('57P01');
    expect(codeOf(new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]))).toBe('ECONNREFUSED');
    expect(judge(new Unreachable('away'))).toBe('unreachable');
  });

  it('tells a cut connection and a missing schema from the rest', () => {
    expect(['57P01', '08006', 'ECONNRESET', 'EPIPE'].map((code) => isCut(withCode(code)))).toEqual(Array(4).fill(true));
    expect(['57014', '53300', '42P01'].map((code) => isCut(withCode(code)))).toEqual(Array(3).fill(false));
    expect(['42P01', '3D000', '42703'].map((code) => isSchemaMissing(withCode(code)))).toEqual([true, true, false]);
  });

  it('says why in words without hosts, paths or SQL', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' });
    expect(describeFailure(error)).toBe('it refuses connections');
    for (const [, codes] of TABLE) {
      for (const code of codes) expect(describeFailure(withCode(code))).not.toMatch(/select|\/|\d+\.\d+/i);
    }
  });
});
