/** The provider of the built-in types. */
export const PLATFORM_PROVIDER = "pragma";
