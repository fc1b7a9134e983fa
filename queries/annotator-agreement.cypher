// title: How far annotators agree
// answers: >-
//   How often do two annotators give an image the same emotion, beyond chance? What counts is the
//   emotion each finds most probable, the first by name among equals.
// columns:
//   annotator: {type: string, about: the first of the two by name}
//   other_annotator: {type: string, about: the second}
// statistics: agreement
MATCH (annotator:Annotator)<-[:MADE_BY]-(said:Annotation)-[:ANNOTATES]->(:Image)
      <-[:ANNOTATES]-(other_said:Annotation)-[:MADE_BY]->(other:Annotator)
  WHERE annotator.id < other.id
MATCH (said)-[:VOTES {rank: 1}]->(answer:Emotion)
MATCH (other_said)-[:VOTES {rank: 1}]->(other_answer:Emotion)
WITH annotator, other, answer, other_answer, count(*) AS images
RETURN annotator.id AS annotator, other.id AS other_annotator, answer.id AS answer,
       other_answer.id AS other_answer, images AS images
