// title: Images that annotators disagree on
// answers: >-
//   On which images do two annotators' emotions overlap least? 0 is the same distribution, 1 is
//   nothing in common (total variation distance).
// parameters:
//   min_distance:
//     type: number
//     default: 0.5
//     minimum: 0
//     maximum: 1
//     about: least distance between the two
//   limit: {type: integer, default: 50, minimum: 1, about: most rows to show}
// columns:
//   image: {type: string, about: the image}
//   label: {type: string, about: its CES label}
//   annotator: {type: string, about: the first of the two by name}
//   other_annotator: {type: string, about: the second}
//   distance: {type: number, about: half the sum of the differences of their probabilities}
//   answer: {type: string, about: 'what the first says, its most probable emotion'}
//   other_answer: {type: string, about: what the second says}
MATCH (annotator:Annotator)<-[:MADE_BY]-(said:Annotation)-[:ANNOTATES]->(image:Image)
MATCH (image)<-[:ANNOTATES]-(other_said:Annotation)-[:MADE_BY]->(other:Annotator)
  WHERE annotator.id < other.id AND EXISTS { (other_said)-[:VOTES]->() }
MATCH (said)-[vote:VOTES]->(emotion:Emotion)
OPTIONAL MATCH (emotion)<-[other_vote:VOTES]-(other_said)
WITH image, annotator, other, said, other_said, sum(CASE
  WHEN vote.probability < other_vote.probability THEN vote.probability
  ELSE coalesce(other_vote.probability, 0.0) END) AS shared
WITH image, annotator, other, said, other_said, 1.0 - shared AS apart
WITH image, annotator, other, said, other_said, round(apart, 12) AS distance
WHERE distance >= $min_distance
WITH image, annotator, other, said, other_said, distance
ORDER BY distance DESC, image.id, annotator.id, other.id, said.id, other_said.id LIMIT $limit
MATCH (said)-[:VOTES {rank: 1}]->(answer:Emotion)
MATCH (other_said)-[:VOTES {rank: 1}]->(other_answer:Emotion)
OPTIONAL MATCH (image)-[:EVOKES {rank: 1}]->(label:Emotion)
RETURN image.id AS image, label.id AS label, annotator.id AS annotator,
       other.id AS other_annotator, distance AS distance, answer.id AS answer,
       other_answer.id AS other_answer
ORDER BY distance DESC, image, annotator, other_annotator, said.id, other_said.id
