// One line per check in the Test Anything Protocol; what is wrong follows as comments.
const MOST = 8;

export class Tap {
  passed = 0;
  failed = 0;
  failures = [];

  // problems: strings; none = the check holds.
  check(name, problems = []) {
    const list = [].concat(problems).filter(Boolean);
    const line = name.replace(/\s+/g, " ").replaceAll("#", "＃");
    if (list.length === 0) {
      this.passed += 1;
      console.log(`ok - ${line}`);
      return true;
    }
    this.failed += 1;
    this.failures.push({ name: line, problems: list });
    console.log(`not ok - ${line}`);
    for (const problem of list.slice(0, MOST)) this.note(`  ${problem}`);
    if (list.length > MOST) this.note(`  and ${list.length - MOST} more`);
    return false;
  }

  note(text) {
    for (const line of String(text).split("\n")) console.log(`# ${line}`);
  }
}
