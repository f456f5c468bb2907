export const MAX_TAG_LENGTH = 256;
