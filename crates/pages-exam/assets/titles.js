// @ts-check
// What somebody may choose who registers: ranks, units and positions, where the link's form asks for them.

/** The fields that are lists, with the text that names each. */
const LISTS = /** @type {const} */ ({ rankId: "exam-rank", unitId: "exam-unit", positionId: "exam-position" });

/**
 * @typedef {{ id: number, title: string }} Choice
 * @typedef {keyof typeof LISTS} ListName
 * @typedef {{ name: ListName, label: string, choices: Choice[] }} TitleList
 */

/**
 * The lists that a form shows, in the order in which it asks.
 * @param {{ fields?: string[], choices?: Partial<Record<ListName, Choice[]>> }} asked
 * @returns {TitleList[]}
 */
export function titleLists({ fields = [], choices = {} }) {
  const names = fields.filter((name) => Object.hasOwn(LISTS, name)).map((name) => /** @type {ListName} */ (name));
  return names.map((name) => ({ name, label: LISTS[name], choices: choices[name] ?? [] })).filter((list) => list.choices.length > 0);
}

/**
 * What was chosen, as it is sent: ids by the names of their lists. What was not chosen is left out.
 * @param {Iterable<[string, string]>} values of the lists by their names; empty for nothing
 * @returns {Partial<Record<ListName, number>>}
 */
export function chosenTitles(values) {
  return Object.fromEntries([...values].filter(([name, value]) => Object.hasOwn(LISTS, name) && value !== "").map(([name, value]) => [name, Number(value)]));
}
