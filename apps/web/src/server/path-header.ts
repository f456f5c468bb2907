/** This server sets it on each request, since layouts and actions do not know their page. */
export const PATH_HEADER = "x-pragma-path";
