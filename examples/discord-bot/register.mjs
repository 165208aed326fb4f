// Tells Discord of the command: once, and after every change of it.
import { COMMANDS } from './interactions.mjs';

const { DISCORD_APPLICATION_ID, DISCORD_BOT_TOKEN } = process.env;
if (!DISCORD_APPLICATION_ID || !DISCORD_BOT_TOKEN) {
  console.error('DISCORD_APPLICATION_ID and DISCORD_BOT_TOKEN must be set.');
  process.exit(2);
}
const response = await fetch(`https://discord.com/api/v10/applications/${DISCORD_APPLICATION_ID}/commands`, {
  method: 'PUT',
  headers: { authorization: `Bot ${DISCORD_BOT_TOKEN}`, 'content-type': 'application/json' },
  body: JSON.stringify(COMMANDS),
});
if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
console.log('registered');
