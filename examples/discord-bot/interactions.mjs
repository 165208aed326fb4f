// Answers Discord's interactions: what the slash command /lore sends, while a person types and when it is sent.
import { createPublicKey, verify } from 'node:crypto';

const PING = 1;
const COMMAND = 2;
const AUTOCOMPLETE = 4;
const PONG = 1;
const MESSAGE = 4;
const CHOICES = 8;
const EPHEMERAL = 64;
/** Discord's limits. */
const MAX_CHOICES = 25;
const MAX_NAME = 100;

/** The command as Discord is told of it. */
export const COMMANDS = [
  {
    name: 'lore',
    description: 'What the lore says of somebody or something',
    options: [{ type: 3, name: 'name', description: 'Who or what', required: true, autocomplete: true }],
  },
];

/** Whether Discord signed this body. `publicKey`: of the application, in hex. */
export function isSigned(publicKey, { signature = '', timestamp = '' }, body) {
  const x = Buffer.from(publicKey, 'hex').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const bytes = Buffer.from(signature, 'hex');
  return bytes.length === 64 && verify(null, Buffer.from(timestamp + body), key, bytes);
}

/** The answer to an interaction. `lore`: where the service is, and which universe is meant. */
export async function answer(interaction, lore) {
  const asked = interaction.data?.options?.find(({ name }) => name === 'name')?.value ?? '';
  if (interaction.type === PING) return { type: PONG };
  if (interaction.type === AUTOCOMPLETE) return { type: CHOICES, data: { choices: await choices(asked, lore) } };
  if (interaction.type === COMMAND) return { type: MESSAGE, data: await message(asked, lore) };
  throw new Error(`interactions of type ${interaction.type} are not known`);
}

async function choices(typed, lore) {
  if (typed.trim() === '') return [];
  const found = await ask(lore, `suggest?q=${encodeURIComponent(typed)}&limit=${MAX_CHOICES}`);
  // A choice that is too long for Discord could not be sent back whole.
  return found.filter(({ title }) => title.length <= MAX_NAME).map(({ title }) => ({ name: title, value: title }));
}

async function message(name, lore) {
  const { article, alternatives } =
    name.trim() === '' ? { article: null, alternatives: [] } : await ask(lore, `lookup?q=${encodeURIComponent(name)}`);
  // Nobody is to be mentioned by what a wiki says.
  const allowed_mentions = { parse: [] };
  if (article === null) return { content: 'Nothing by that name.', flags: EPHEMERAL, allowed_mentions };
  const embed = await ask(lore, `export/discord/${encodeURIComponent(article.title)}`);
  const others = alternatives.slice(0, 3).map(({ title }) => `\`${title.replaceAll('`', '')}\``);
  return {
    ...(others.length > 0 ? { content: `See also ${others.join(', ')}`.slice(0, 2000) } : {}),
    embeds: [embed],
    allowed_mentions,
  };
}

async function ask({ url, universe }, path) {
  const response = await fetch(`${url}/api/v1/wiki/${universe}/${path}`, { signal: AbortSignal.timeout(2500) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}
