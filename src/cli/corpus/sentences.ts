import type { Chance } from './chance';

const NOUNS =
  words(`anchor arch barrel basket bell bench blanket boat bolt bottle bowl box bridge brush bucket cabin cable cage
candle canal carpet cart castle cellar chain chair chart chest chimney clock cloth coat coin compass corner crate cup curtain
deck desk dial ditch door drawer drum engine feather fence ferry fiddle field flag flask flute forge fountain furnace garden
gate glass glove goat gravel hammer harbour hat hedge hinge hook horn jar kettle key kitchen kite knot ladder lamp lantern
leaf ledger lens letter lever lock loom magnet mantle map mast mill mirror moat mountain nail needle net oar orchard oven
paddle pail parcel path pebble pendulum pier pillar pipe plank plough pocket portrait pulley pump quarry quilt raft rail
razor ribbon river road roof rope rudder saddle sail scale seal shelf shovel shutter signal spindle spoon spring stable
stair statue stool stove string tablet tent thread ticket tide timber tower trumpet tunnel umbrella vault violin wagon wall
watch weather well wheel whistle willow window wire yard`);
const ADJECTIVES =
  words(`ancient amber bitter bare black blunt brass brief bright broad broken calm careful cheap clever cold
copper crooked cruel damp deaf deep distant double dull dusty early empty even faint false famous fierce fine flat foreign
fragile fresh gentle gilded grand grey hasty heavy hollow honest humble idle iron jealous large late lazy loose loud lucky
marble mild modest narrow nervous noble odd patient plain polite proud pure quiet rapid rare remote restless rough round
rusty sacred secret severe shallow sharp short silent silver simple slender slow small smooth solemn steep stiff stubborn
sudden sunken tall thick thin timid tired upper vain velvet violent warm weary wide wild wooden yellow young`);
const VERBS =
  words(`abandoned admired answered attacked avoided blamed blessed borrowed burned buried carried changed cleaned
closed copied counted covered crossed defended delivered described destroyed discovered doubted dropped emptied escaped
exchanged feared filled followed guarded hired ignored inherited invented joined kept lifted lost measured mended
missed moved named noticed offered opened ordered painted passed planned planted pleased praised preferred promised
protected pulled pushed questioned raised reached refused remembered removed repaired replaced rescued returned ruined
saved searched sealed served shared signed sold stopped studied surrounded tested traded trusted visited warned
washed watched welcomed wrapped`);
const PEOPLE =
  words(`archivist baker bishop blacksmith captain carpenter clerk cook courier deputy diver doctor engineer envoy
farmer ferryman gardener general glazier governor guard herald hermit innkeeper judge keeper lawyer librarian locksmith
magistrate mason mechanic merchant midwife miner musician navigator nurse orphan painter pilot poet porter prisoner quartermaster
rebel sailor scholar scout sculptor seamstress secretary shepherd smuggler soldier spy steward surgeon surveyor tailor teacher
thief trader treasurer veteran warden weaver widow witness`);
const MANNERS =
  words(`badly barely boldly briefly bravely calmly carefully cheaply daily eagerly early easily exactly firmly
fondly freely gladly gravely hastily kindly lately loudly mainly merely mildly nearly neatly nightly often openly oddly
partly politely promptly proudly quietly rarely readily sadly safely secretly seldom silently slowly softly steadily strangely
suddenly twice vainly warmly wearily weekly wisely yearly`);
const PLACES =
  words(`above across against along among around behind below beneath beside beyond inside near opposite outside
over past through toward under within`);
const SEASONS = ['spring', 'summer', 'autumn', 'winter', 'the rains', 'the dry months', 'the long night', 'harvest'];
const COINS = ['crowns', 'marks', 'florins', 'silver bits', 'wicks', 'groats'];

/** Where sentences take the names in them from. */
export interface Names {
  /** A link to another article of the universe, as `[[title]]`. */
  link(chance: Chance): string;
  /** An invented word that no English text has, the first ones far more often. */
  word(chance: Chance): string;
  year(chance: Chance): string;
}

/** A part of a sentence that is invented anew each time. */
type Part = (chance: Chance, names: Names) => string;

const noun: Part = (chance) => chance.pick(NOUNS);
const person: Part = (chance, names) => (chance.happens(0.5) ? names.link(chance) : `the ${chance.pick(PEOPLE)}`);
const thing: Part = (chance, names) =>
  chance.happens(0.12) ? `the ${names.word(chance)} ${noun(chance, names)}` : `the ${plainThing(chance)}`;
const place: Part = (chance, names) =>
  `${chance.pick(PLACES)} ${chance.happens(0.4) ? names.link(chance) : thing(chance, names)}`;
const deed: Part = (chance, names) =>
  `${chance.happens(0.3) ? `${chance.pick(MANNERS)} ` : ''}${chance.pick(VERBS)} ${thing(chance, names)}`;
const time: Part = (chance, names) =>
  chance.happens(0.6) ? `in ${names.year(chance)}` : `in ${chance.pick(SEASONS)} of ${names.year(chance)}`;
const sum: Part = (chance) => `${chance.between(2, 9999).toLocaleString('en')} ${chance.pick(COINS)}`;

const SENTENCES: readonly Part[] = [
  (c, n) => `${person(c, n)} ${deed(c, n)} ${place(c, n)} ${time(c, n)}`,
  (c, n) => `${time(c, n)} ${person(c, n)} ${deed(c, n)}, and ${person(c, n)} ${deed(c, n)}`,
  (c, n) => `${thing(c, n)} was ${c.pick(VERBS)} by ${person(c, n)}, who ${deed(c, n)} for ${sum(c, n)}`,
  (c, n) => `nobody ${deed(c, n)} until ${person(c, n)} ${deed(c, n)} ${place(c, n)}`,
  (c, n) => `${c.between(2, 400)} ${c.pick(PEOPLE)}s ${deed(c, n)}; ${c.between(2, 40)} of them ${deed(c, n)}`,
  (c, n) =>
    `it was ${c.pick(ADJECTIVES)} and ${c.pick(ADJECTIVES)}, as ${person(c, n)} said when ${thing(c, n)} was ${c.pick(VERBS)}`,
  (c, n) => `although ${person(c, n)} ${deed(c, n)}, ${thing(c, n)} stayed ${place(c, n)}`,
  (c, n) => `before ${person(c, n)} ${deed(c, n)}, there was only ${thing(c, n)} ${place(c, n)}`,
  (c, n) => `the ${c.pick(ADJECTIVES)} ${c.pick(PEOPLE)} of ${n.link(c)} ${deed(c, n)} with ${thing(c, n)}`,
  (c, n) => `those who ${deed(c, n)} were paid ${sum(c, n)} ${time(c, n)}`,
  (c, n) =>
    `${person(c, n)} is said to have ${deed(c, n)}, but ${c.pick(PEOPLE)}s from ${n.link(c)} ${c.pick(VERBS)} it`,
  (c, n) =>
    `a ${c.pick(ADJECTIVES)} ${noun(c, n)}, a ${noun(c, n)} and ${c.between(2, 90)} ${noun(c, n)}s were found ${place(c, n)}`,
];

/** One sentence, with a capital and a full stop. */
export function inventSentence(chance: Chance, names: Names): string {
  const sentence = chance.pick(SENTENCES)(chance, names);
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** `amber bell`: a thing that a story can be about. */
export function plainThing(chance: Chance): string {
  return `${chance.pick(ADJECTIVES)} ${chance.pick(NOUNS)}`;
}

/** A few words, for cells and items of lists. */
export function inventPhrase(chance: Chance, names: Names): string {
  return chance.happens(0.3) ? names.link(chance) : deed(chance, names);
}

export function inventSum(chance: Chance, names: Names): string {
  return sum(chance, names);
}

function words(list: string): readonly string[] {
  return list.split(/\s+/);
}
