export const MAX_SET_LENGTH = 63;

export const SET_NAME_PATTERN = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Whether a set can have this name. */
export function isSetName(text: string): boolean {
  return SET_NAME_PATTERN.test(text);
}
