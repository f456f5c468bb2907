/** The page of operators, outside of all organizations. */
export const INSTALLATION = "/installation";
