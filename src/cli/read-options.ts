import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The options of a command line; null where only the help was asked for, which is shown then. */
export function readOptions<T extends Options>(argv: string[], help: string, options: T) {
  const { values } = parseArgs({ args: argv, options: { ...options, help: { type: 'boolean' } } });
  if (!('help' in values)) return values as ReturnType<typeof parseArgs<{ options: T }>>['values'];
  console.log(help);
  return null;
}
