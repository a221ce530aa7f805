/**
 * The candidate nearest to a mistyped name, as a phrase to append to an error
 * (`; did you mean "we"?`), or an empty string where nothing is near.
 */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  // nobody mistypes so long a name by so much, and comparing takes time
  if (name.length > LONGEST_NAME) return "";
  let nearest = "";
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate.length > LONGEST_NAME) continue;
    // letters of the wrong case count little, but decide among equals: "pSS" is nearer to pS than to ps
    const distance =
      editDistance(name.toLowerCase(), candidate.toLowerCase()) +
      editDistance(name, candidate) / 100;
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest === "" ? "" : `; did you mean "${nearest}"?`;
}

const LONGEST_NAME = 60;

/** Levenshtein distance, one row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
