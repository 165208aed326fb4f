import { fromSentError, toSentError } from './sent-error';

it('F96 keeps what the system said on the way out of a process, also where it is the cause of the error', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', path: '/data/x' });
  const wrapped = new Error('the rows cannot be written', { cause: full });
  for (const error of [full, wrapped]) {
    const received = fromSentError(structuredClone(toSentError(error)));
    expect(received).toMatchObject({ message: error.message, stack: error.stack, code: 'ENOSPC', path: '/data/x' });
  }
  expect(toSentError('in a string')).toMatchObject({ message: 'in a string', code: undefined });
});
