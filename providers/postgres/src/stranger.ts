/** Why the deletion of a resource that has never succeeded leaves the thing as it is. */
export const NOT_OWN = "it was there before its resource";
