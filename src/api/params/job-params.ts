import { params } from './param-schema';
import { flag, optionalText, text } from './readers';

export const JOB_PATH = params({
  id: text({ maxLength: 200, description: 'Id of the job.', example: 'crawl.star_wars' }),
});
export const CRAWL_QUERY = params({
  universe: optionalText({
    maxLength: 100,
    description: 'Universe; the default universe unless given.',
    example: 'star_wars',
  }),
  resume: flag('Go on where an interrupted crawl stopped.'),
});
