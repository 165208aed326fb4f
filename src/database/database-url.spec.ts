import { parseDatabaseUrl } from './database-url';

const PLAIN = { host: 'db.example', port: 5433, database: 'wiki', user: 'me', password: 'secret', ssl: false };

describe('parseDatabaseUrl', () => {
  it.each([
    ['postgres://me:secret@db.example:5433/wiki', PLAIN],
    ['postgresql://me:secret@db.example:5433/wiki', PLAIN],
    ['postgres://me:p%40ss%2Fw%23rd%25@db.example:5433/wiki', { ...PLAIN, password: 'p@ss/w#rd%' }],
    ['postgres://me:p@ss/w#rd@db.example:5433/wiki', { ...PLAIN, password: 'p@ss/w#rd' }],
    ['postgres://me:100%@db.example:5433/wiki', { ...PLAIN, password: '100%' }],
    ['postgres://me:a:b@db.example:5433/wiki', { ...PLAIN, password: 'a:b' }],
    ['postgres://me@db.example/wiki', { ...PLAIN, port: 5432, password: undefined }],
    ['postgres://me:secret@[::1]:5433/wiki', { ...PLAIN, host: '::1' }],
    ['postgres://me:secret@db.example:5433/wiki?application_name=a@b', PLAIN],
    [
      'postgres:///wiki?host=/var/run/postgresql&user=me',
      { ...PLAIN, host: '/var/run/postgresql', port: 5432, password: undefined },
    ],
    ['postgres://%2Ftmp%2Fpg/wiki?user=me', { ...PLAIN, host: '/tmp/pg', port: 5432, password: undefined }],
    ['postgres://me:secret@db.example:5433', { ...PLAIN, database: 'me' }],
  ])('%s', (url, expected) => {
    expect(parseDatabaseUrl(url)).toEqual(expected);
  });

  it('encrypts without asking who it is under require, and verifies where it is told to', () => {
    const ssl = (query: string) => parseDatabaseUrl(`postgres://me@db/wiki?${query}`).ssl;
    expect(ssl('sslmode=require')).toMatchObject({ rejectUnauthorized: false });
    expect(ssl('sslmode=verify-full')).toMatchObject({ rejectUnauthorized: true });
    expect(ssl('sslmode=disable')).toBe(false);
    expect(ssl('ssl=true')).toMatchObject({ rejectUnauthorized: false });
  });

  it('refuses what is no database URL', () => {
    expect(() => parseDatabaseUrl('mysql://me@db/wiki')).toThrow(/cannot be understood/);
  });
});
