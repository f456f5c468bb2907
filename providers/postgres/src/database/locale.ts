/** Whether the server's name of a locale is that of a config. The C library writes en_US.UTF-8 as en_US.utf8, too, and POSIX as C. */
export function isLocale(found: string, declared: string): boolean {
  return normalize(found) === normalize(declared);
}

function normalize(locale: string): string {
  const name = locale.toLowerCase().replace(/[-_]/g, "");
  return name === "posix" ? "c" : name;
}
