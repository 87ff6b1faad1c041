// What may cost more because more is stored: the case, and why. What no longer does must leave this list.
const everyEvent = 'organizers are shown every event there is, a line each';
const wholeList = 'everybody is asked for';
const unused = 'that nobody has it is known once all have been looked at; an index for that would be paid by each who registers';
const wholeEvent = 'each badge of the event is asked for';

export const mayGrow = {
  'event_summary as owner: every event': everyEvent,
  'event_summary as badges: every event': everyEvent,
  'event_apply as owner: the big event, a category left out in which nobody is': unused,
  'event_apply as owner: the big event, a session left out that nobody booked': unused,
  'event_apply as owner: the big event, a consent left out that nobody gave': unused,
  'registration_list as owner: all of the big event': wholeList,
  'badge_rows as badges: all of the big event': wholeEvent,
  'badge_rows as badges: one category of the big event': `${wholeEvent}, of the category`,
  'badge_rows as badges: the first of the big event': 'the first by name is known once all names are read; an index of them would be paid by each who registers',
  'metrics as web: all': 'the kept counters of each event and device are added up, a line each',
};

// What may touch more buffers, but read no table of people as a whole. It leaves the list when it touches no more than 1.5 times.
const setUp = 'what organizers set up in some hundred events is so little that PostgreSQL reads it page by page';

export const mayTouchMore = {
  'event_apply as owner: the big event, unchanged': setUp,
  'event_apply as owner: the big event, another title and a category more': setUp,
  'event_apply as owner: the big event, a category left out that is in use': setUp,
  'event_apply as owner: the small event, unchanged': setUp,
  'event_apply as owner: the small event, a category left out that is in use': setUp,
  'event_apply as owner: the small event, another title and a category more': setUp,
};
