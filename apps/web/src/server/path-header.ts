/** Set on each request by this server: layouts and actions are not told which page they are around. */
export const PATH_HEADER = "x-pragma-path";
