// An exam to sit: made by the API as its administrators do, in a minute before it begins.

import { Caller } from "./caller.mjs";

/** Second-long tone as a WAV file, which the server takes for what it is. */
function tone(seconds = 1) {
  const rate = 8000;
  const count = rate * seconds;
  const file = Buffer.alloc(44 + count * 2);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + count * 2, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(count * 2, 40);
  for (let at = 0; at < count; at += 1) file.writeInt16LE(Math.round(9000 * Math.sin((2 * Math.PI * 440 * at) / rate)), 44 + at * 2);
  return file;
}

/** An administrator of exams. */
export class Staff extends Caller {
  static async logIn(server) {
    const staff = new Staff(server.url);
    await staff.renew();
    await staff.post("/auth/login", { username: "demo.ketua", password: server.password });
    await staff.renew();
    return staff;
  }

  /** What a supervisor does to somebody. */
  intervene(participant, type, more = {}) {
    return this.post(`/participants/${participant}/interventions`, { type, reason: "story", ...more });
  }
}

let exams = 0;
const PASSAGE = `The coffee of Gayo grows between 1,000 and 1,700 metres above the sea, on volcanic soil around Lake Lut Tawar. Most farms are smaller than two hectares, and families pick the ripe cherries by hand from September to May.

Wet hulling, called giling basah, is what makes it different: the parchment is taken off while the bean still holds a third of its water. The bean dries within days instead of weeks, which suits a place where it rains almost every afternoon. It also gives the cup its heavy body and low acidity.

Since 2010 the name Gayo is protected as a geographical indication. Cooperatives, many of them led by women, sell most of the harvest directly to roasters abroad, and pay a premium into funds from which schools and roads are built.`;

/** Questions of every type, in two sections: in any order with a passage, and one after another. */
function questions(audioId, audioPlays) {
  const choices = (...values) => values.map((value, index) => ({ label: String.fromCharCode(65 + index), value }));
  return {
    reading: [
      { questionType: "multiple_choice", question: "What makes the coffee of Gayo different from most others?", optionQuestions: choices("It is picked by machines.", "It is hulled while it is still wet.", "It grows below 500 metres.", "It dries for several months."), answerKey: ["B"], withPassage: true },
      { questionType: "multiple_answer", question: "Which of these does the text say about the farms?", optionQuestions: choices("Most are small.", "They belong to one company.", "Cherries are picked by hand.", "They lie on volcanic soil."), answerKey: ["A", "C", "D"], point: 3, withPassage: true },
      { questionType: "true_false", question: "It rains almost every afternoon around the lake.", optionQuestions: [{ label: "B", value: "True" }, { label: "S", value: "False" }], answerKey: ["B"], withPassage: true },
      { questionType: "short_answer", questionMarked: "<p>Solve for <math><mi>x</mi></math>: <math><mfrac><mrow><mn>2</mn><mi>x</mi><mo>+</mo><mn>6</mn></mrow><mn>4</mn></mfrac><mo>=</mo><msqrt><mn>36</mn></msqrt></math></p>", answerKey: ["9"] },
      { questionType: "matching", question: "Match each word with its meaning.", optionQuestions: [{ label: "1", value: "premium" }, { label: "2", value: "harvest" }, { label: "3", value: "roaster" }, ...choices("what is gathered in", "somebody who roasts", "an extra payment", "a kind of soil")], answerKey: ["1-C", "2-A", "3-B"], point: 3 },
      { questionType: "essay", question: "In about 100 words: should food be named after where it comes from? Give two reasons.", point: 10 },
    ],
    speaking: [
      { questionType: "multiple_choice", question: "Listen, then choose. What did you hear?", audioId, audioPlays, optionQuestions: choices("A tone", "A voice", "Nothing"), answerKey: ["A"] },
      { questionType: "speaking", question: "Describe the place where you grew up.", preparationTime: 2, responseTime: 4, point: 10 },
    ],
  };
}

async function fill(staff, packageId, sectionId, list, passageId, { duration, instruction }) {
  for (const { withPassage, ...question } of list) {
    await staff.post("/questions", { packageId, sectionId, sectionDuration: duration, sectionInstruction: instruction, ...(withPassage ? { passageId } : {}), ...question });
  }
}

/** Milliseconds from now, as the date and the time of an event in UTC. */
function moment(milliseconds) {
  const [date, time] = new Date(Date.now() + milliseconds).toISOString().split("T");
  return { date, time: time.slice(0, 8) };
}

/**
 * Makes an exam that runs now.
 * @param {Staff} staff
 * @param {{ people?: string[], seconds?: number, beginsIn?: number, only?: "reading" | "speaking", without?: string[], plays?: number, event?: object }} options
 *   `seconds` of each section; `plays` of each sound; `without` some types of questions
 */
export async function makeExam(staff, { people = ["Ani Lestari"], seconds = 1800, beginsIn = -60_000, only, without = [], plays, event = {} } = {}) {
  const number = (exams += 1);
  const name = `Ujian ${number}-${process.pid}`;
  const { id: packageId } = await staff.post("/test-packages", { title: `Paket ${name}` });
  const form = new FormData();
  form.append("file", new Blob([tone()], { type: "audio/wav" }), `nada-${number}.wav`);
  form.append("eventTitle", `story ${number}`);
  const audio = await staff.post("/audio", form);
  const asked = questions(audio.id, plays);
  for (const section of Object.keys(asked)) asked[section] = asked[section].filter(({ questionType }) => !without.includes(questionType));
  const passage = await staff.post("/passages", { packageId, code: "P1", title: "Coffee from the highlands", body: PASSAGE });
  if (only !== "speaking") {
    const reading = await staff.post("/sections", { title: `Reading ${name}`, duration: seconds });
    await fill(staff, packageId, reading.id, asked.reading, passage.id, { duration: seconds, instruction: "Read the text, then answer. You may go back to every question." });
  }
  if (only !== "reading") {
    const speaking = await staff.post("/sections", { title: `Listening and speaking ${name}`, duration: seconds });
    await fill(staff, packageId, speaking.id, asked.speaking, passage.id, { duration: seconds, instruction: "One question after another." });
    const details = await staff.ask("GET", `/section-details/by-package?packageId=${packageId}&sectionId=${speaking.id}`);
    const [own] = [details.data ?? details].flat();
    await staff.patch(`/section-details/${own.id}`, { navigation: "linear" });
  }
  await staff.post(`/test-packages/${packageId}/publish`, {});
  const [starts, ends] = [moment(beginsIn), moment(3 * 3_600_000)];
  const made = await staff.post("/events", { packageId, title: name, date: starts.date, startTime: starts.time, endTime: ends.time, timeZone: "UTC", lateEntrySeconds: 7200, ...event });
  const participants = [];
  for (const [index, person] of people.entries()) {
    const registeredNumber = `00${number}${process.pid}${index}`;
    participants.push({ ...(await staff.post("/participants", { name: person, eventId: made.id, registeredNumber })), name: person, registeredNumber });
  }
  return { event: made, title: name, participants, packageId };
}
