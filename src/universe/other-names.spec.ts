import {
  contextOf,
  initialsOf,
  namesInDescription,
  namesInFields,
  titleWithoutQualifier,
  withoutBrackets,
} from './other-names';

describe('names besides the title', () => {
  it('come from the fields that hold names, without brackets', () => {
    const field = (label: string, values: string[]) => ({ label, values, links: [] });
    const infobox = {
      type: 'Character',
      fields: [
        field('Titles', ['Orrin Vell', 'Warden of the Fen']),
        field('Alternate name(s)', ['The Grey (to friends)', '[1]']),
        field('Species', ['Vellan']),
      ],
    };
    expect(namesInFields(infobox)).toEqual(['Orrin Vell', 'Warden of the Fen', 'The Grey']);
  });

  it.each([
    ['Orrin Vell, known to his friends as Grey, kept bees.', ['Grey']],
    ['Orrin, known to many simply as "the Keeper," was a clerk.', ['the Keeper']],
    ['In exile he took the alias Tam Reed, and hid.', ['Tam Reed']],
    ['She was nicknamed “Lark” by her crew.', ['Lark']],
    ['It is known for its fog.', []],
    ['He called her at night.', []],
  ])('come from a description: %s', (description, names) => {
    expect(namesInDescription(description)).toEqual(names);
  });

  it.each([
    ['Raddle (MC85 Barge)', 'Raddle'],
    ['Fen 4/Legends', 'Fen 4'],
    ['Fen (moon)/Legends', 'Fen'],
    ['Fen', null],
    ['(brackets)', null],
  ])('%s without its qualifier is %s', (title, expected) => {
    expect(titleWithoutQualifier(title)).toBe(expected);
  });

  it.each([
    ['All Fen Heavy Hauler', 'AFHH'],
    ['All-Fen Hauler', 'AFH'],
    ['Fen Hauler', null],
    ['Warden of the Fen', null],
  ])('the initials of %s are %s', (title, expected) => {
    expect(initialsOf(title)).toBe(expected);
  });

  it.each([
    ['Grey (to friends), later Ash [2]', 'Grey, later Ash'],
    ['  Grey  \n Ash ', 'Grey Ash'],
    [`${' '.repeat(500_000)}(`, ''],
  ])('a value without brackets: %#', (value, expected) => {
    expect(withoutBrackets(value)).toBe(expected);
  });

  it('the context of an article says what it is, where and whose', () => {
    const infobox = {
      type: 'Space_station',
      fields: [
        { label: 'Location', values: ['Far Reach'], links: [] },
        { label: 'Crew', values: ['40'], links: [] },
      ],
    };
    expect(contextOf('locations', infobox)).toBe('locations location Space station Far Reach');
  });
});
