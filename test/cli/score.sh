#!/usr/bin/env bash
# Scores from a file, against values worked out by hand.
. "$(dirname "$0")/lib.bash"
packs=(--packs "$here/packs")

# value PATH: a field of the JSON in $out, such as global or domains.a.score.
value() {
  python3 -c '
import json, sys
v = json.loads(sys.argv[1])
for k in sys.argv[2].split("/"):
    v = next(x for x in v if x["id"] == k) if isinstance(v, list) else v[k]
print(json.dumps(v))' "$out" "$1"
}

cat >all.csv <<'C'
statement,answer,bookmark
a.x.one,yes,1
a.x.two,no,
a.y.three,dont_know,
b.z.four,yes,
b.z.five,yes,1
b.z.six,not_applicable,
C
run score --pack tiny "${packs[@]}" --profile works=works --answers all.csv
same "code 0" 0 "$code"
same "nothing on standard error" "" "$err"
same "theme: 1500 of 2500" 60.0 "$(value themes/a.x/score)"
same "theme: a don't know counts" 0.0 "$(value themes/a.y/score)"
same "theme with few answers" true "$(value themes/a.x/few)"
same "domain: 1500 of 3000" 50.0 "$(value domains/a/score)"
same "domain: not applicable leaves the denominator" 100.0 "$(value domains/b/score)"
same "global: domains weigh 2 to 1, rounded half up" 66.7 "$(value global)"
same "up to" 77.8 "$(value upper)"
same "coverage" 100.0 "$(value coverage)"
same "share of don't know" 16.7 "$(value dont_know)"
same "share of not applicable" 16.7 "$(value not_applicable)"
same "share of not applicable in a domain" 33.3 "$(value domains/b/not_applicable)"
same "version" 1 "$(value version)"
whole=$out

# Order, separator, quotes, mark, line ends: the same scores.
{ printf '\xef\xbb\xbf"answer";"statement"\r\n'; tail -n +2 all.csv | tac | awk -F, '{ printf "\"%s\";\"%s\"\r\n", $2, $1 }'; } >other.csv
run score --pack tiny "${packs[@]}" --profile works=works --answers other.csv
same "order, separator and quotes do not matter" "$whole" "$out"

printf 'statement,answer\na.x.one,no\n' >light.csv
run score --pack tiny "${packs[@]}" --variant light --answers light.csv
same "light: offered" 2 "$(value offered)"
same "light: a domain without score is null" null "$(value domains/b/score)"
same "light: it leaves the mean" 0.0 "$(value global)"
same "light: and is named" '["b"]' "$(value domains_without_score)"
same "light: coverage" 50.0 "$(value coverage)"
same "light: share without answers is null" null "$(value domains/b/dont_know)"
printf 'statement,answer\nb.z.four,not_applicable\n' >na.csv
run score --pack tiny "${packs[@]}" --answers na.csv
same "only not applicable: no score" null "$(value global)"
same "only not applicable: share" 100.0 "$(value not_applicable)"
printf 'statement,answer\n' >none.csv
run score --pack tiny "${packs[@]}" --answers none.csv
same "no answers: code 0" 0 "$code"
same "no answers: null" null "$(value global)"
same "no answers: coverage 0" 0.0 "$(value coverage)"
printf 'statement,answer\nb.z.five,\na.x.one,\n' >empty.csv
run score --pack tiny "${packs[@]}" --answers empty.csv
same "empty answers are no answers, offered or not" null "$(value global)"

s=(score --pack tiny "${packs[@]}" --answers bad.csv)
bad() { printf "$1" >bad.csv; }
bad 'statement,answer\na.x.one,yes\nnowhere,yes\n';      fails "unknown statement" 1 "line 3" "${s[@]}"
bad 'statement,answer\nb.z.five,yes\n';                  fails "not offered without the profile" 1 "line 2" "${s[@]}"
bad 'statement,answer\na.x.two,yes\n';                   fails "not offered in light" 1 "line 2" "${s[@]}" --variant light
bad 'statement,answer\na.x.one,perhaps\n';               fails "unknown answer" 1 "line 2" "${s[@]}"
bad 'statement,answer\na.x.one,yes\n\na.x.one,yes\n';    fails "the same statement twice, after an empty line" 1 "line 4" "${s[@]}"
bad 'statement,answer,bookmark\na.x.one,yes,q\n';        fails "unknown bookmark" 1 "line 2" "${s[@]}"
bad 'statement\na.x.one\n';                              fails "no column answer" 1 "answer" "${s[@]}"
bad '';                                                  fails "an empty file" 1 "column" "${s[@]}"
bad 'statement,answer\na.x.one,"yes\n';                  fails "an open quote" 1 "bad.csv" "${s[@]}"
bad 'statement,answer\na.x.one,y\xff\n';                 fails "no UTF-8" 1 "bad.csv" "${s[@]}"
bad 'statement,answer\na.x.one,yes\n'
fails "unknown pack" 1 "atlantis" score --pack atlantis --answers bad.csv
fails "a pack that is no scan" 1 "glossary" score --pack glossary --answers bad.csv
fails "unknown question of the profile" 1 "weather" "${s[@]}" --profile weather=good
fails "unknown answer of the profile" 1 "works=hard" "${s[@]}" --profile works=hard
fails "a file that is not there" 1 "nowhere.csv" score --pack tiny "${packs[@]}" --answers nowhere.csv
same "no database was made" 1 "$([ -e var ] && echo 0 || echo 1)"

# The real packs: everything yes is 100, everything no is 0, in both variants.
for pack in government company; do
  for variant in light full; do
    for answer in yes no; do
      { echo statement,answer; sed -n '/^statements:/,$p' "$here/../../content/$pack.yaml" | grep -E '^  - id: ' |
        sed "s/  - id: //; s/$/,$answer/"; } >real.csv
      run score --pack $pack --variant $variant --answers real.csv
      # Statements with a condition are refused without a profile, by line; leave those out.
      while [ "$code" = 1 ]; do
        n=$(sed -n 's/.*real.csv line \([0-9]*\):.*/\1/p' <<<"$err"); [ -n "$n" ] || break
        sed -i "${n}d" real.csv
        run score --pack $pack --variant $variant --answers real.csv
      done
      same "$pack $variant, all $answer" "$([ $answer = yes ] && echo 100.0 || echo 0.0)" "$(value global)"
      same "$pack $variant, all $answer: coverage" 100.0 "$(value coverage)"
    done
  done
done
