import { Chance, scramble } from './chance';
import type { Plan } from './plan';
import { inventPhrase, inventSentence, inventSum, plainThing, type Names } from './sentences';
import { Words } from './words';

/** A piece of a section; links to articles stand as `[[title]]` in it. */
export type InventedBlock =
  | { kind: 'paragraph' | 'quote'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; rows: string[][] };

export interface InventedSection {
  level: number;
  heading: string;
  blocks: InventedBlock[];
}

/** A question whose answer stands in one section of the text and nowhere else. */
export interface InventedQuestion {
  question: string;
  title: string;
  heading: string;
}

export interface InventedText {
  sections: InventedSection[];
  questions: InventedQuestion[];
}

/** Bytes of an article’s text: their logarithms are normal. 5,000 on average; most have less than half of that, some a lot more. */
const USUAL_BYTES = 1950;
const SPREAD = 1.2;
const MOST_BYTES = 200_000;
const SECTION_BYTES = [400, 2400] as const;
/** Invented common words, as names of things that English has no word for. */
const RARE_WORDS = 30_000;

const HEADINGS =
  `Origins; History; Description; Construction; Early years; Later years; Trade; Customs; Dispute; Decline; Legacy;
Inhabitants; Discovery; Journey; Reputation; Losses; Repairs; Rivals; Letters; Aftermath; Accounts; Festivals; Rules; Debts`.split(
    /;\s+/,
  );

/** What facts say, and how one asks for them. `A` is a person or place of the universe, `T` a thing. */
const FACTS: readonly { says: (fact: Fact) => string; asks: (fact: Fact) => string }[] = [
  {
    says: ({ thing, other, sum }) => `The ${thing} was bought by [[${other}]] for ${sum}.`,
    asks: ({ thing, title }) => `How much was paid for the ${thing} of ${title}?`,
  },
  {
    says: ({ thing, other, year }) => `In ${year} the ${thing} was stolen by [[${other}]].`,
    asks: ({ thing, title }) => `Who stole the ${thing} of ${title}?`,
  },
  {
    says: ({ thing, other, place }) => `[[${other}]] hid the ${thing} under the ${place}, and it has stayed there.`,
    asks: ({ thing, other }) => `Where did ${other} hide the ${thing}?`,
  },
  {
    says: ({ thing, other, place }) => `The ${thing} broke when [[${other}]] dropped it from the ${place}.`,
    asks: ({ thing, other, title }) => `How did ${other} break the ${thing} of ${title}?`,
  },
  {
    says: ({ thing, other, year }) => `Since ${year} the ${thing} has been worshipped by the people of [[${other}]].`,
    asks: ({ thing, other }) => `Since when do the people of ${other} worship the ${thing}?`,
  },
];

interface Fact {
  title: string;
  thing: string;
  other: string;
  place: string;
  sum: string;
  year: string;
}

/** Invents whole articles: sections of paragraphs, lists, tables and quotes, each with a fact that can be asked for. */
export class TextInventor {
  private readonly rareWords: Words;
  private readonly names: Names;

  constructor(private readonly plan: Plan) {
    this.rareWords = new Words(RARE_WORDS, scramble(plan.seed));
    this.names = {
      link: (chance) => `[[${this.anyTitle(chance)}]]`,
      word: (chance) => this.rareWords.at(chance.rank(RARE_WORDS)).toLowerCase(),
      year: (chance) => `${chance.between(1, 999)} AC`,
    };
  }

  /** The text of the article of a number: the same for the same plan. `lead` is its first paragraph, where it has one. */
  text(number: number, lead: string | null): InventedText {
    const chance = Chance.of(this.plan.seed ^ 0x7e47, number);
    const title = this.plan.title(number);
    const first = lead ?? `${title} is told of in many places. ${this.paragraph(chance)}`;
    const sections: InventedSection[] = [{ level: 1, heading: '', blocks: [{ kind: 'paragraph', text: first }] }];
    const questions: InventedQuestion[] = [];
    let left = bytesOf(chance) - first.length;
    const headings = [...HEADINGS];
    while (left > 0) {
      const wanted = Math.min(left, chance.between(...SECTION_BYTES));
      const [name = ''] = headings.splice(chance.between(0, headings.length - 1), 1);
      if (headings.length === 0) headings.push(...HEADINGS);
      const isPart = sections.length > 1 && chance.happens(0.25);
      const heading = chance.happens(0.3) ? `${name} of the ${plainThing(chance)}` : name;
      const { blocks, question } = this.section(chance, title, wanted);
      sections.push({ level: isPart ? 3 : 2, heading, blocks });
      questions.push({ question, title, heading });
      left -= blocks.reduce((sum, block) => sum + lengthOf(block), heading.length);
    }
    return { sections, questions };
  }

  private section(chance: Chance, title: string, bytes: number): { blocks: InventedBlock[]; question: string } {
    const fact = this.fact(chance, title);
    const { says, asks } = chance.pick(FACTS);
    const blocks: InventedBlock[] = [
      { kind: 'paragraph', text: `${this.paragraph(chance)} ${says(fact)} ${inventSentence(chance, this.names)}` },
    ];
    for (let left = bytes - lengthOf(blocks[0]!); left > 0;) {
      const block = this.block(chance);
      blocks.push(block);
      left -= lengthOf(block);
    }
    return { blocks, question: asks(fact) };
  }

  private fact(chance: Chance, title: string): Fact {
    return {
      title,
      thing: `${this.names.word(chance)} ${plainThing(chance).split(' ')[1] ?? ''}`,
      other: this.anyTitle(chance),
      place: plainThing(chance),
      sum: inventSum(chance, this.names),
      year: this.names.year(chance),
    };
  }

  private block(chance: Chance): InventedBlock {
    const phrases = (count: number) => Array.from({ length: count }, () => inventPhrase(chance, this.names));
    const kind = chance.next();
    if (kind < 0.08) return { kind: 'list', items: phrases(chance.between(2, 8)) };
    if (kind < 0.12) {
      const columns = chance.between(2, 4);
      return { kind: 'table', rows: Array.from({ length: chance.between(2, 7) }, () => phrases(columns)) };
    }
    return { kind: kind < 0.17 ? 'quote' : 'paragraph', text: this.paragraph(chance) };
  }

  private paragraph(chance: Chance): string {
    return Array.from({ length: chance.between(1, 5) }, () => inventSentence(chance, this.names)).join(' ');
  }

  private anyTitle(chance: Chance): string {
    return this.plan.title(chance.rank(this.plan.articles));
  }
}

/** By Box and Muller: two even numbers make a normal one. */
function bytesOf(chance: Chance): number {
  const normal = Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next());
  return Math.min(MOST_BYTES, USUAL_BYTES * Math.exp(SPREAD * normal));
}

function lengthOf(block: InventedBlock): number {
  switch (block.kind) {
    case 'list':
      return block.items.reduce((sum, item) => sum + item.length + 3, 0);
    case 'table':
      return block.rows.flat().reduce((sum, cell) => sum + cell.length + 3, 0);
    default:
      return block.text.length + 2;
  }
}
