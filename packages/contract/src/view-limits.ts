export const MAX_VIEW_NAME = 80;

/** Own and shared ones of a person in an organization. */
export const MAX_VIEWS_PER_PERSON = 50;

/** The menu lists all of them. */
export const MAX_SHARED_VIEWS = 200;
