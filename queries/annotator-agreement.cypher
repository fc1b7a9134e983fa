// title: How far annotators agree
// answers: >-
//   How often do two annotators give an image the same emotion, beyond chance? What counts is the
//   emotion each finds most probable, the first by name among equals.
// columns:
//   annotator: {type: string, about: the first of the two by name}
//   other_annotator: {type: string, about: the second}
// statistics: agreement
MATCH (said:Annotation)-[vote:VOTES]->(:Emotion)
WITH said, max(vote.probability) AS most
MATCH (said)-[vote:VOTES]->(emotion:Emotion) WHERE vote.probability = most
WITH said, min(emotion.id) AS answer
MATCH (annotator:Annotator)<-[:MADE_BY]-(said)-[:ANNOTATES]->(image:Image)
MATCH (image)<-[:ANNOTATES]-(other_said:Annotation)-[:MADE_BY]->(other:Annotator)
  WHERE annotator <> other AND annotator.id < other.id
MATCH (other_said)-[vote:VOTES]->(:Emotion)
WITH annotator, other, said, answer, other_said, max(vote.probability) AS most
MATCH (other_said)-[vote:VOTES]->(emotion:Emotion) WHERE vote.probability = most
WITH annotator, other, said, answer, other_said, min(emotion.id) AS other_answer
WITH annotator, other, answer, other_answer, count(*) AS images
RETURN annotator.id AS annotator, other.id AS other_annotator, answer AS answer,
       other_answer AS other_answer, images AS images
