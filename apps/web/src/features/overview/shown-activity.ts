/** How many activities the overview shows. */
export const SHOWN_ACTIVITY = 12;
