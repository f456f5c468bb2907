/**
 * SQL: an actor is somebody, by id or name: a person, also by one of their tokens, or a token.
 * @param column JSON of the actor @param who a parameter, not null
 */
export function isActor(column: string, who: string): string {
  return `(${column}->>'id' = ${who} OR ${column}->>'name' = ${who}
     OR ${column}->'user'->>'id' = ${who} OR ${column}->'user'->>'name' = ${who})`;
}
