import { replaceFile } from '../../file-cache/native-writer';
import type { InventedQuestion, InventedText } from './invent-text';

const MOST = 5000;

/** Keeps some of the questions that the texts of a universe answer, spread evenly over its articles. */
export class Questions {
  private readonly kept: InventedQuestion[] = [];
  private readonly every: number;
  private articles = 0;

  constructor(articles: number) {
    this.every = Math.max(1, Math.ceil(articles / MOST));
  }

  take(text: InventedText | null): void {
    const questions = text?.questions ?? [];
    const number = this.articles++;
    const question = questions[number % Math.max(1, questions.length)];
    if (number % this.every === 0 && question) this.kept.push(question);
  }

  /** The file appears whole or not at all. */
  write(dir: string, name: string): Promise<void> {
    return replaceFile(dir, name, `${JSON.stringify(this.kept, null, 1)}\n`);
  }
}
