// Where the stories play, and who plays in them; `scripts/clients` says so.
function read(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run scripts/clients`);
  return value;
}

export const settings = {
  url: read("STORY_URL"),
  username: read("STORY_USERNAME"),
  password: read("STORY_PASSWORD"),
};

/** Ends the story unless something is as it should be. */
export function check(good: boolean, what: string): void {
  if (!good) throw new Error(`not so: ${what}`);
}
