/** `postgres/database` → `PostgresDatabase`. Each name is used once: colliding ones get a number. */
export class Names {
  readonly #taken = new Set<string>();

  take(text: string): string {
    const words = text.split(/[^A-Za-z0-9]+/).filter(Boolean);
    const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
    const base = /^[A-Za-z]/.test(joined) ? joined : `T${joined}`;
    let name = base;
    for (let count = 2; this.#taken.has(name); count++) name = `${base}${count}`;
    this.#taken.add(name);
    return name;
  }
}
