type Defined<Values> = { [Key in keyof Values]?: Exclude<Values[Key], undefined> };

/** The values that are set: for interfaces where "left out" and "undefined" are not the same. */
export function defined<Values extends object>(values: Values): Defined<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<Values>;
}
