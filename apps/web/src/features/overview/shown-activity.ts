/** How many entries of what happened the overview shows. */
export const SHOWN_ACTIVITY = 12;
