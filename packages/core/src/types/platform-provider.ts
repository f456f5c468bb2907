/** The provider of the types that are always there. */
export const PLATFORM_PROVIDER = "pragma";
